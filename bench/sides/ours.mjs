// @byo/mars and @byo/container-kit as one side of a comparison: the jobs of earth.R, in a process of its own.
import { readFileSync, writeFileSync } from 'node:fs'
import { readCsv } from '@byo/container-kit/table'
import * as mars from '@byo/mars'
import { answerJobs } from './answer-jobs.mjs'

// By name, as an older build may lack one.
const functions = new Map(Object.entries(mars))

let table
let target
let weights
let fit

const answers = {
  async data({ file, rows, names, ...job }) {
    target = job.target
    weights = job.weights
    table = file.endsWith('.csv') ? await readCsv(file) : doubles(file, rows, names)
    return {}
  },
  async fit({ options, repetitions, weighted, how = 'fitMars' }) {
    const fitter = functions.get(how)
    if (fitter === undefined) return { missing: `${how} is not there` }
    const [data, all] = weighted
      ? [table, { ...options, weights }]
      : [without(table, weights), options]
    const times = []
    for (let i = 0; i < repetitions; i++) {
      const start = performance.now()
      try {
        fit = await fitter(data, target, all)
      } catch (error) {
        if (error.code === 'unknown-option') return { missing: error.message }
        throw error
      }
      times.push((performance.now() - start) / 1000)
    }
    const { gcv, rss, selected, dirs } = fit.value
    return { times, gcv, rss, terms: selected.length, forwardTerms: dirs.length }
  },
  async predict({ file, rows, out, how = 'predict', one = false }) {
    const predict = predictors(how)
    if (predict === undefined) return { missing: `${how} is not there` }
    const names = Object.keys(table).filter((name) => name !== target && name !== weights)
    const points = doubles(file, rows, names)
    const row = Object.fromEntries(names.map((name) => [name, points[name][0]]))
    const calls = one ? 2000 : 1
    const start = performance.now()
    let found
    for (let i = 0; i < calls; i++) found = await predict(one ? [row] : points)
    const times = [(performance.now() - start) / 1000 / calls]
    if (out !== undefined) writeFileSync(out, found)
    return { times }
  },
}

await answerJobs(answers)

/** A way to predict; undefined if it is not there. */
function predictors(how) {
  if (how === 'predict') return (rows) => fit.predict(rows)
  if (how === 'predictParallel') {
    const predictParallel = functions.get(how)
    return predictParallel && ((rows) => predictParallel(fit, rows))
  }
  const predictRow = fit.rowPredictor?.()
  return predictRow && (([row]) => predictRow(row))
}

/** Columns in a file of doubles, one after the other. */
function doubles(file, rows, names) {
  const { buffer, byteOffset } = readFileSync(file)
  return Object.fromEntries(
    names.map((name, at) => [name, new Float64Array(buffer, byteOffset + at * rows * 8, rows)]),
  )
}

function without({ [weights]: _, ...rest }) {
  return rest
}
