// Results of a run are one JSON file; the newest one that has all parts, at full size, is what the docs show.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, platform, release, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { hasEarth, startEarth } from './sides/side.mjs'

const folder = fileURLToPath(new URL('results/', import.meta.url))
const catalog = fileURLToPath(new URL('../pnpm-workspace.yaml', import.meta.url))
const rivalPackages = ['autocannon', 'csv-parse', 'papaparse', 'udsv']

/** Where a run takes place: machine, versions, commit. */
export async function surroundings() {
  const r = hasEarth() ? startEarth() : undefined
  const versions = (await r?.ask({ do: 'versions' })) ?? {}
  await r?.end()
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: git('rev-parse', '--short=10', 'HEAD'),
    changed: git('status', '--porcelain', '--', 'packages', 'bench/*.mjs') !== '',
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      threads: cpus().length,
      memoryGB: Math.round(totalmem() / 2 ** 30),
      system: `${platform()} ${release()}`,
    },
    versions: { node: process.versions.node, v8: process.versions.v8, ...versions, ...packages() },
  }
}

/** Writes the results of a run; gives the path. */
export function saveResults(results) {
  mkdirSync(folder, { recursive: true })
  const { date, commit, changed } = results
  const path = `${folder}${date}-${commit}${changed ? '-changed' : ''}.json`
  // A line for each row, so that two runs can be compared by eye.
  const { rows, ...head } = results
  const lines = rows.map((row) => `    ${JSON.stringify(row, rounded)}`).join(',\n')
  const text = JSON.stringify(head, rounded, 2).replace(
    /\n\}$/,
    `,\n  "rows": [\n${lines}\n  ]\n}\n`,
  )
  writeFileSync(path, text)
  return path
}

/** The newest results of a full run, as the docs show them; undefined if there are none. */
export function newestFullResults() {
  if (!existsSync(folder)) return undefined
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  const all = names.map((name) => ({
    name,
    ...JSON.parse(readFileSync(`${folder}${name}`, 'utf8')),
  }))
  return all
    .filter(({ complete }) => complete)
    .sort((a, b) => (a.finished < b.finished ? 1 : -1))[0]
}

function git(...args) {
  return spawnSync('git', args, { encoding: 'utf8' }).stdout.trim()
}

/** The rivals' versions, from the one list of versions. */
function packages() {
  const lines = readFileSync(catalog, 'utf8').split('\n')
  return Object.fromEntries(
    rivalPackages.map((name) => [
      name,
      lines.find((line) => line.startsWith(`  ${name}: `))?.split(': ')[1],
    ]),
  )
}

/** More digits than six of a time say nothing. */
function rounded(_, value) {
  return typeof value === 'number' ? Number(value.toPrecision(7)) : value
}
