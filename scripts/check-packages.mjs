// Proves that what would be published works: packs every package, lints its manifest (publint),
// resolves its types as every kind of consumer would (are the types wrong), and compares what is in the
// tarball with what `exports` and `bin` promise.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const scratch = mkdtempSync(join(tmpdir(), 'byo-packages-'))
const problems = []

try {
  for (const name of readdirSync(join(root, 'packages'))) checkPackage(name)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
for (const problem of problems) console.error(problem)
console.log(`packages: ${problems.length} problems`)
process.exitCode = problems.length > 0 ? 1 : 0

function checkPackage(name) {
  const folder = join(root, 'packages', name)
  const destination = join(scratch, name)
  const pack = ['exec', '--yes', '--loglevel=error', `--package=${packageManager}`, '--']
  run(name, 'npm', [...pack, 'pnpm', 'pack', '--pack-destination', destination], folder)
  const [archive] = readdirSync(destination)
  if (archive === undefined) return
  const tarball = join(destination, archive)
  run(name, join(root, 'node_modules/.bin/publint'), ['--strict', tarball])
  run(name, join(root, 'node_modules/.bin/attw'), [tarball, '--profile', 'esm-only', '--quiet'])
  compareContents(name, folder, tarball)
}

function compareContents(name, folder, tarball) {
  const list = spawnSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).stdout.split('\n')
  const files = new Set(list.filter(Boolean).map((path) => path.replace(/^package\//, '')))
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const promised = [
    ...Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    ),
    ...Object.values(manifest.bin ?? {}),
  ].map((path) => path.replace(/^\.\//, ''))
  for (const path of promised) {
    if (!files.has(path))
      problems.push(`${name}: ${path} is promised by package.json but not packed`)
  }
  for (const path of ['README.md', 'LICENSE']) {
    if (!files.has(path)) problems.push(`${name}: ${path} is not packed`)
  }
  for (const path of files) {
    if (/tsbuildinfo|(^|\/)test\/|\.test\./.test(path))
      problems.push(`${name}: ${path} must not be packed`)
  }
}

function run(name, command, args, cwd = root) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status !== 0) problems.push(`${name}: ${command} ${args[0]} failed\n${stdout}${stderr}`)
}
