// Runs one suite of tests and ends with a line that any tool can read: "N passed, N failed".
//
//   node scripts/run-tests.mjs                        all tests that need nothing but Node
//   node scripts/run-tests.mjs --suite containers     those that need a container engine
//   node scripts/run-tests.mjs --suite clients        those that need foreign AWS clients
//   node scripts/run-tests.mjs -- packages/mars       what follows goes to vitest
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { values, positionals } = parseArgs({
  options: { suite: { type: 'string', default: 'unit' } },
  allowPositionals: true,
})
const folder = mkdtempSync(join(tmpdir(), 'byo-tests-'))
const report = join(folder, 'report.json')

const vitest = spawn(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...positionals,
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, BYO_TEST_SUITE: values.suite } },
)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => vitest.kill(signal))

vitest.on('exit', (code) => {
  const { passed, failed, skipped } = count(report)
  rmSync(folder, { recursive: true, force: true })
  process.stdout.write(
    `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
  )
  process.exitCode = code === 0 && failed === 0 && passed + skipped > 0 ? 0 : 1
})

/** A file that failed as a whole, when it was loaded or set up, has no failed test, so it is counted as one. */
function count(path) {
  try {
    const result = JSON.parse(readFileSync(path, 'utf8'))
    const asWhole = result.testResults.filter(
      (file) =>
        file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
    ).length
    return {
      passed: result.numPassedTests,
      failed: result.numFailedTests + asWhole,
      skipped: result.numPendingTests + result.numTodoTests,
    }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}
