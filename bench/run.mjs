// Our figures beside the rivals', in one run: `npm run bench -- --help`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchAccuracy } from './accuracy.mjs'
import { benchCsv } from './csv.mjs'
import { benchFits } from './fit.mjs'
import { benchGrowth } from './growth.mjs'
import { benchImages } from './image.mjs'
import { benchLarge } from './large.mjs'
import { benchLocal } from './local.mjs'
import { benchPrediction } from './predict.mjs'
import { writeReport } from './report.mjs'
import { newestFullResults, saveResults, surroundings } from './results.mjs'
import { lineOf } from './rows.mjs'
import { benchServing } from './serve.mjs'
import { benchSoak } from './soak.mjs'
import { benchWaiting } from './waiting.mjs'
import { benchWeights } from './weights.mjs'

/** What there is to measure, the minutes that it takes, and how. */
const parts = {
  fit: { minutes: 5, says: 'fits beside R’s earth, large, wide and small', rows: benchFits },
  weights: { minutes: 1, says: 'fits with case weights', rows: benchWeights },
  large: { minutes: 2, says: 'a million rows: time, memory, growth', rows: benchLarge },
  growth: { minutes: 2, says: 'exponents of rows, predictors, terms', rows: benchGrowth },
  predict: { minutes: 1, says: 'a million predictions', rows: benchPrediction },
  csv: { minutes: 3, says: 'CSV files into columns', rows: benchCsv },
  serve: { minutes: 2, says: 'requests a second, and the start', rows: benchServing },
  soak: { minutes: 2, says: '200,000 requests: memory, pauses', rows: benchSoak },
  image: { minutes: 2, says: 'images with Docker and without', rows: benchImages },
  local: { minutes: 2, says: 'what the local SageMaker adds', rows: benchLocal },
  waiting: { minutes: 1, says: 'how late a job’s end is noticed', rows: benchWaiting },
  accuracy: { minutes: 12, says: 'R² on what was not seen in training', rows: benchAccuracy },
}

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean' },
    quick: { type: 'boolean' },
    slow: { type: 'boolean' },
    report: { type: 'boolean' },
  },
})
const unknown = positionals.filter((name) => !Object.hasOwn(parts, name))
if (unknown.length > 0) {
  console.error(
    `There is no part named ${unknown.join(', ')}: the parts are ${Object.keys(parts).join(', ')}.`,
  )
  process.exitCode = 1
} else if (flags.help) console.log(help())
else if (flags.report) report()
else await run(positionals.length > 0 ? positionals : Object.keys(parts))

async function run(names) {
  const place = await surroundings()
  const { machine, versions } = place
  const minutes = names.reduce((sum, name) => sum + parts[name].minutes, 0)
  console.log(
    `${machine.cpu}, ${machine.threads} threads, ${machine.memoryGB} GB, ${machine.system}`,
  )
  console.log(
    Object.entries(versions)
      .map((pair) => pair.join(' '))
      .join(' · '),
  )
  console.log(
    flags.quick ? 'small sizes: the figures mean nothing' : `takes some ${minutes} minutes`,
  )
  const rows = []
  for (const name of names) rows.push(...(await runPart(name)))

  const problems = rows.filter(({ problem }) => problem)
  for (const { work, ours, problem } of problems) console.error(`${work}, ${ours.by}: ${problem}`)
  if (problems.length > 0) process.exitCode = 1
  if (flags.quick) return
  const complete =
    Object.keys(parts).every((name) => names.includes(name)) && versions.earth !== undefined
  const finished = new Date().toISOString()
  console.log(`written to ${saveResults({ ...place, finished, complete, rows })}`)
  if (complete) report()
}

/** The rows of a part, each printed as soon as it is known. */
async function runPart(name) {
  console.log(`\n${name}: ${parts[name].says} …`)
  const folder = mkdtempSync(join(tmpdir(), 'byo-bench-'))
  const rows = []
  try {
    for await (const row of parts[name].rows(folder, flags)) {
      console.log(lineOf(row))
      rows.push(row)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return rows
}

function report() {
  const results = newestFullResults()
  if (results === undefined) console.error('There is no full run to report: npm run bench')
  else console.log(`reported in ${writeReport(results).join(' and ')}`)
}

function help() {
  const list = Object.entries(parts).map(([name, { says, minutes }]) => {
    return `  ${name.padEnd(10)}${says}, some ${minutes} min`
  })
  return [
    'npm run bench                  all parts; results go to bench/results, a picture and a table to docs',
    'npm run bench -- fit csv       some parts',
    ...list,
    'npm run bench -- --slow        earth with all parents searched on 100,000 rows as well, some 3 min',
    'npm run bench -- --quick       small sizes, to see that all works; nothing is written',
    'npm run bench -- --report      picture and table anew from the newest full results',
  ].join('\n')
}
