// Proves that imports inside each package point only down its list of layers (layers.json), that no
// file is outside the list, and that packages import nothing but their own dependencies and what `mayImport` says.
// Prints how many files it read and fails on none.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const layersOf = JSON.parse(readFileSync(join(root, 'scripts/layers.json'), 'utf8'))

/** What each package may import besides itself; `node:` modules are listed as one. */
const mayImport = {
  'packages/mars/src': [],
  'packages/container-kit/src': ['node:'],
  'packages/byo-core/src': ['node:'],
  'packages/local/src': ['node:', '@byo/container-kit/contract'],
}

const importPattern = /\b(?:from\s+|import\s+|import\s*\(\s*)'([^']+)'/g
const problems = []
let filesRead = 0

for (const [folder, layers] of Object.entries(layersOf)) {
  const rank = new Map(layers.flatMap((names, level) => names.map((name) => [name, level])))
  const manifest = JSON.parse(readFileSync(join(root, folder, '../package.json'), 'utf8'))
  const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })

  for (const file of readdirSync(join(root, folder), { recursive: true })) {
    if (!/\.ts$/.test(file)) continue
    filesRead += 1
    const from = roomOf(file)
    if (!rank.has(from)) problems.push(`${folder}/${file}: "${from}" is in no layer of layers.json`)
    for (const specifier of importsOf(join(root, folder, file))) {
      if (specifier.startsWith('.')) {
        const target = roomOf(normalize(join(dirname(file), specifier)))
        if (target !== from && rank.get(target) >= rank.get(from)) {
          problems.push(
            `${folder}/${file}: "${from}" must not import "${target}", which is not below it`,
          )
        }
      } else if (!allowed(specifier, mayImport[folder], dependencies)) {
        problems.push(`${folder}/${file}: "${specifier}" is not a package that this one may import`)
      }
    }
  }
}

if (filesRead === 0)
  problems.push('no file was read: is the list of packages in layers.json right?')
for (const problem of problems) console.error(problem)
console.log(`layers: ${filesRead} files read, ${problems.length} problems`)
process.exitCode = problems.length > 0 ? 1 : 0

/** The first folder, or the file's own name: `forward/knot-grid.ts` → `forward`, `fit.ts` → `fit`. */
function roomOf(file) {
  const [first] = relative('.', file).split(sep)
  return first.replace(/\.ts$/, '')
}

function importsOf(path) {
  const code = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
  return [...code.matchAll(importPattern)].map((match) => match[1])
}

function allowed(specifier, extra, dependencies) {
  if (specifier.startsWith('node:')) return extra.includes('node:')
  if (specifier.startsWith('@byo/')) return extra.includes(specifier)
  return dependencies.some((name) => specifier === name || specifier.startsWith(`${name}/`))
}
