// Reads a CSV file of 72 MB with 20 numeric columns: ours, papaparse and R's read.csv, in one run.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCsv } from '@byo/container-kit/table'
import Papa from 'papaparse'
import { seededRandom } from './cases/seeded-random.mjs'
import { median, milliseconds, ratio } from './figures.mjs'

const rows = 190_000
const columns = 20
const repetitions = 5

/** Rows for the table of figures. */
export async function benchReadingCsv() {
  const folder = mkdtempSync(join(tmpdir(), 'byo-bench-'))
  try {
    const file = join(folder, 'data.csv')
    writeFileSync(file, randomCsv())
    const ours = await time(() => readCsv(file))
    const papa = await time(() => papaColumns(file))
    const r = readByR(file)
    return [
      figure('read 72 MB of CSV, beside papaparse', ours, papa),
      figure('read 72 MB of CSV, beside read.csv', ours, r),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function figure(work, ours, theirs) {
  return {
    work,
    ours: milliseconds(ours),
    rival: theirs === undefined ? 'not there' : milliseconds(theirs),
    'times faster': theirs === undefined ? '' : ratio(theirs / ours),
  }
}

function randomCsv() {
  const random = seededRandom(72)
  const header = Array.from({ length: columns }, (_, i) => `x${i + 1}`).join()
  const lines = Array.from({ length: rows }, () => Array.from({ length: columns }, random).join())
  return `${header}\n${lines.join('\n')}\n`
}

/** What a user of papaparse does to get the same columns. */
function papaColumns(file) {
  const { data, meta } = Papa.parse(readFileSync(file, 'utf8'), {
    header: true,
    skipEmptyLines: true,
  })
  return Object.fromEntries(
    meta.fields.map((name) => [name, Float64Array.from(data, (row) => Number(row[name]))]),
  )
}

async function time(work) {
  const times = []
  for (let i = 0; i < repetitions; i++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return median(times)
}

function readByR(file) {
  const code = `cat(system.time(read.csv("${file}"))[["elapsed"]])`
  const { status, stdout } = spawnSync('Rscript', ['-e', code], { encoding: 'utf8' })
  return status === 0 ? Number(stdout) * 1000 : undefined
}
