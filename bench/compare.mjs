// Fits the same table in several ways of ours and of R's earth, in turn, and holds the models against each other: a
// fast answer that is worse is no answer.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gcv, largestDifference, median, rSquared } from './figures.mjs'
import { row } from './rows.mjs'
import { startEarth, startOurs } from './sides/side.mjs'

/**
 * Rows of a piece of work: each way of ours beside each way of earth.
 *
 * @param task - `data` for the sides; `options` of all fits, by our names; `ours` a list of `{ by, how?, options?,
 * sameRules?, repetitions? }`; `rivals` of `{ by, options?, goals? }` with goals by our `by`; `rounds` in which all
 * take turns, `repetitions` in each unless a way has its own, which then has a row for its first fit, too;
 * `holdsGcv` where our own rules may not end with a worse model; `points` to predict, with the true values if they are
 * known
 */
export async function* compareFits(folder, task) {
  const ways = [
    ...task.ours.map((way) => ({ ...way, start: startOurs, optionsOf: (options) => options })),
    ...task.rivals.map((way) => ({ ...way, start: startEarth, optionsOf: namedAsInR })),
  ]
  for (const way of ways) way.side = way.start()
  const there = ways.filter((way) => way.side !== undefined)
  for (const way of there) await way.side.ask(task.data)
  for (let round = 0; round < task.rounds; round++) {
    for (const way of there) if (!way.missing) await fitOnce(way, task)
  }
  for (const [at, way] of there.entries()) {
    if (way.found && task.points) await predictPoints(way, task.points, join(folder, `${at}.bin`))
    way.peak = await way.side.end()
  }
  for (const way of ways.slice(0, task.ours.length)) {
    for (const rival of ways.slice(task.ours.length)) {
      yield comparison(task, way, rival)
      if (way.repetitions && way.times) yield firstFit(task, way, rival)
    }
  }
}

async function fitOnce(way, { options, weighted, repetitions = 1 }) {
  const answer = await way.side.ask({
    do: 'fit',
    how: way.how,
    options: way.optionsOf({ ...options, ...way.options }),
    weighted,
    repetitions: way.repetitions ?? repetitions,
  })
  if (answer.missing) {
    way.missing = answer.missing
    return
  }
  way.found = answer
  way.times = [...(way.times ?? []), ...answer.times]
}

async function predictPoints(way, { file, rows, truth }, out) {
  await way.side.ask({ do: 'predict', file, rows, out })
  const bytes = readFileSync(out)
  way.predictions = new Float64Array(Uint8Array.from(bytes).buffer)
  way.rSquared = rSquared(truth, way.predictions)
}

/** Options whose names R writes otherwise. */
function namedAsInR({ fastK, ...options }) {
  return fastK === undefined ? options : { ...options, 'fast.k': fastK }
}

function comparison(task, way, rival) {
  const facts = { ...qualities(task, way, rival) }
  const goal = rival.goals?.[way.by]
  return row({
    part: task.part,
    work: task.work,
    ours: sideOf(way),
    rival: sideOf(rival),
    goal: goal === undefined ? null : { timesFaster: goal },
    facts,
    problem: problemOf(task, way, rival),
  })
}

/** The first fit of our process, before anything is compiled for speed. */
function firstFit({ part, work }, { by, times: [first], peak }, rival) {
  const ours = { by, value: first, times: [first], peak }
  return row({ part, work: `${work}, first of a process`, ours, rival: sideOf(rival) })
}

function sideOf({ by, times, missing, peak }) {
  if (times === undefined) return { by, value: null, missing: missing ?? 'not there' }
  return { by, value: median(times), times, peak }
}

/** Both GCVs by one formula, from residual sums and numbers of terms; R² against the true function at new points. */
function qualities(task, way, rival) {
  if (!way.found) return {}
  const gcvOf = ({ found }) => found && gcv(found, task.data.rows, task.penalty)
  return {
    'our GCV': gcvOf(way),
    ...(rival.found ? { 'its GCV': gcvOf(rival) } : {}),
    ...(way.rSquared === undefined ? {} : { 'our R²': way.rSquared }),
    ...(rival.rSquared === undefined ? {} : { 'its R²': rival.rSquared }),
  }
}

/** What makes our model no answer: another one by the same rules, or a worse one by our own. */
function problemOf(task, way, rival) {
  if (!way.found || !rival.found) return null
  if (!way.sameRules) {
    if (!task.holdsGcv) return null
    const [ours, theirs] = [way, rival].map(({ found }) => gcv(found, task.data.rows, task.penalty))
    // A GCV goes by the data that the terms were chosen on; where the truth is known, that decides.
    const predictsWorse = way.rSquared === undefined || way.rSquared < rival.rSquared
    return ours > theirs * (1 + tolerance) && predictsWorse
      ? `our GCV is worse: ${ours}, not ${theirs}`
      : null
  }
  if (way.sameRules !== rival.by) return null
  const difference = Math.abs(way.found.gcv / rival.found.gcv - 1)
  if (difference > tolerance) return `the GCV is not that of ${rival.by}: off by ${difference}`
  const apart = way.predictions ? largestDifference(way.predictions, rival.predictions) : 0
  return apart > tolerance ? `predictions are not those of ${rival.by}: off by ${apart}` : null
}

const tolerance = 1e-8
