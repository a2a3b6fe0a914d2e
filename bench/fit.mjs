// Fits the same tables with @byo/mars (rules of earth) and with R's earth, in one run.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { formatCsv } from '@byo/container-kit/table'
import { fitMars } from '@byo/mars'
import { fitCases } from './cases/fit-cases.mjs'
import { median, milliseconds, ratio } from './figures.mjs'

const degree = 2
const rival = fileURLToPath(new URL('rivals/earth.R', import.meta.url))

/** Rows for the table of figures. */
export function benchFits() {
  const hasR = spawnSync('Rscript', ['-e', 'library(earth)']).status === 0
  if (!hasR) console.error('R with earth is not installed: its column stays empty.')
  return fitCases.map((fitCase) => {
    const table = fitCase.table()
    const ours = timeOurs(table, fitCase)
    const theirs = hasR ? timeEarth(table, fitCase) : undefined
    if (theirs) requireSameModel(fitCase, ours, theirs)
    return {
      work: `fit ${fitCase.name}`,
      ours: milliseconds(ours.median),
      rival: theirs ? milliseconds(theirs.median) : 'not there',
      'times faster': theirs ? ratio(theirs.median / ours.median) : '',
    }
  })
}

function timeOurs(table, { target, repetitions }) {
  const fit = () => fitMars(table, target, { degree, compat: 'earth' })
  const { gcv } = fit()
  const times = Array.from({ length: repetitions }, () => {
    const start = performance.now()
    fit()
    return performance.now() - start
  })
  return { median: median(times), gcv }
}

function timeEarth(table, { target, repetitions }) {
  const folder = mkdtempSync(join(tmpdir(), 'byo-bench-'))
  try {
    const file = join(folder, 'data.csv')
    writeFileSync(file, formatCsv(table))
    const { stdout } = spawnSync(
      'Rscript',
      [rival, file, target, degree, repetitions].map(String),
      {
        encoding: 'utf8',
      },
    )
    const { times, gcv } = JSON.parse(stdout)
    return { median: median(times), gcv }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A fast wrong answer is no answer. */
function requireSameModel({ name }, ours, theirs) {
  if (Math.abs(ours.gcv / theirs.gcv - 1) < 1e-8) return
  throw new Error(`${name}: our GCV is ${ours.gcv}, earth's ${theirs.gcv}.`)
}
