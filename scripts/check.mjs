// All that can be proven with Node alone, the quickest first; CI adds the suites for containers and clients. All steps run even when one fails, so that one run tells
// all; the tests come last, so that their closing line is the last one.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = (name) => join(root, 'node_modules/.bin', name)
const script = (name, ...args) => [process.execPath, join(root, 'scripts', name), ...args]

const steps = {
  'format and lint': [bin('biome'), 'ci', '.', '--error-on-warnings', '--colors=off'],
  layers: script('check-layers.mjs'),
  'types of tests': [bin('tsc'), '-p', 'tsconfig.tests.json'],
  'unused code': [bin('knip')],
  'API reports': script('api-report.mjs', '--check'),
  packages: script('check-packages.mjs'),
  'API pages': [
    join(root, 'docs/node_modules/.bin/typedoc'),
    '--options',
    'docs',
    '--emit',
    'none',
  ],
  tests: script('run-tests.mjs'),
}

const failed = []
for (const [name, [command, ...args]] of Object.entries(steps)) {
  const started = Date.now()
  const shown = name === 'tests'
  const stdio = shown ? 'inherit' : 'pipe'
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', stdio })
  const ok = result.status === 0
  if (!ok) failed.push(name)
  if (shown) continue
  console.log(`${ok ? '✓' : '✗'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
  if (!ok) console.log(`${result.stdout}${result.stderr}`)
}
if (failed.length > 0) console.error(`check failed: ${failed.join(', ')}`)
process.exitCode = failed.length > 0 ? 1 : 0
