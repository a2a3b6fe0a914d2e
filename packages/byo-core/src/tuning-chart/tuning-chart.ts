import type { TuningRanges } from '../tuning/ranges.ts'
import { rankTrials, type Trial } from '../tuning/trial.ts'
import type { TuningObjective } from '../tuning/tuning-options.ts'
import { type Axis, emptyAxis, extentOf, formatTick, linearAxis, parameterAxis } from './axis.ts'
import { type Box, cut, drawPanel, footOf, type Panel, xOf, yOf } from './panel.ts'
import { chartClass, chartStyle } from './style.ts'
import { element, escapeXml, text } from './svg.ts'

/**
 * What `tuningChart` needs to know about the search; a `CompletedTuning` has it all.
 *
 * @public
 */
export interface TuningChartOptions {
  /** What made one trial better than another. */
  readonly objective: TuningObjective
  /** What was searched: ends and scaling of the axes. @defaultValue what the trials have */
  readonly ranges?: TuningRanges | undefined
  /** The line above. @defaultValue the objective and the number of trials */
  readonly title?: string | undefined
  /** In pixels, at least 360. @defaultValue 760 */
  readonly width?: number | undefined
}

/** A trial with an objective. */
type Measured = Trial & { readonly objective: number }

/** Pixels. */
const margin = { left: 64, right: 24, top: 92, bottom: 60 }
const timeHeight = 200
const smallHeight = 150
const smallWidth = 190
const gap = 28
const leastWidth = 360
/** About as wide as a character of the note, in pixels. */
const noteCharacter = 6.8
/** Digits of numbers in words. */
const digits = 4

/**
 * A picture of a search, as the text of an SVG: the objective over time with the best so far, and below it each
 * hyperparameter against the objective. It is readable on light and dark, and by screen readers. Trials whose objective
 * isn't known stand as crosses at the foot.
 *
 * @public
 * @example
 * ```ts
 * import { writeFile } from 'node:fs/promises'
 * import { attachTuningJob, createSession, tuningChart } from '@byo/core'
 *
 * const session = await createSession()
 * const tuning = await (await attachTuningJob(session, 'iris-1')).wait()
 * await writeFile('trials.svg', tuningChart(tuning.trials, tuning))
 * ```
 */
export function tuningChart(trials: readonly Trial[], options: TuningChartOptions): string {
  const { objective, ranges = {} } = options
  const width = Math.max(options.width ?? 760, leastWidth)
  const [best] = rankTrials(trials, objective.goal)
  const objectives = trials.filter(isMeasured).map((trial) => trial.objective)
  const yAxis = objectives.length === 0 ? emptyAxis : linearAxis(extentOf(objectives), 5)
  const inner = width - margin.left - margin.right
  const timeBox = { x: margin.left, y: margin.top, width: inner, height: timeHeight }
  const names = [
    ...new Set([
      ...Object.keys(ranges),
      ...trials.flatMap((trial) => Object.keys(trial.hyperparameters)),
    ]),
  ]
  const top = margin.top + timeHeight + margin.bottom + 34
  const boxes = smallBoxes(names.length, inner, top)
  const search = { trials, objective, best, yAxis }
  const panels = [
    timePanel(search, timeBox),
    ...names.map((name, index) => {
      const { box, isFirst } = boxes[index] as (typeof boxes)[number]
      const values = trials.map(({ hyperparameters }) => hyperparameters[name])
      const known = values.filter((value) => value !== undefined)
      const axis = parameterAxis(ranges[name], known, Math.max(2, Math.floor(box.width / 40)))
      return parameterPanel(search, { name, axis, box, isFirst, scaling: scalingOf(ranges, name) })
    }),
  ]
  const height = Math.max(...panels.map(({ box }) => box.y + box.height)) + margin.bottom - 12
  const summary = summarise(search)
  const heading =
    options.title ?? `${objective.metric}, ${goalWord(objective)}: ${count(trials.length)}`
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      class: chartClass,
    },
    element('title', {}, escapeXml(heading)),
    element('desc', {}, escapeXml(summary)),
    element('style', {}, `\n${chartStyle}\n`),
    element('rect', { class: 'ground', width, height }),
    text(20, 28, heading, { class: 'title' }),
    ...bestNote(search, width),
    ...panels.map(drawPanel),
  )
}

/** What all panels show. */
interface Search {
  readonly trials: readonly Trial[]
  readonly objective: TuningObjective
  readonly best: Measured | undefined
  readonly yAxis: Axis
}

/** Boxes side by side in rows, with room for the ticks of the objective at the left of each row. */
function smallBoxes(number: number, inner: number, top: number) {
  const columns = Math.max(1, Math.min(number, Math.floor((inner + gap) / (smallWidth + gap))))
  const width = (inner - (columns - 1) * gap) / columns
  return Array.from({ length: number }, (_, index) => {
    const [row, column] = [Math.floor(index / columns), index % columns]
    const x = margin.left + column * (width + gap)
    const y = top + row * (smallHeight + margin.bottom + 22)
    return { box: { x, y, width, height: smallHeight }, isFirst: column === 0 }
  })
}

/** The objective of each trial at the time when it ended, and the best until then. */
function timePanel(search: Search, box: Box): Panel {
  const { trials, objective, yAxis } = search
  const times = trials.flatMap(({ createdAt, startedAt }) => createdAt ?? startedAt ?? [])
  const start = Math.min(...times.map(Number))
  const sinceStart = (trial: Trial) => (Number(trial.endedAt ?? trial.createdAt) - start) / 1000
  const ended = trials.filter((trial) => trial.endedAt !== undefined && times.length > 0)
  const longest = Math.max(0, ...ended.map(sinceStart))
  const unit = unitFor(longest)
  const timeOf = (trial: Trial) => sinceStart(trial) / unit.seconds
  const xAxis = linearAxis([0, longest / unit.seconds || 1], 8)
  const inOrder = ended.filter(isMeasured).sort((a, b) => sinceStart(a) - sinceStart(b))
  return {
    box,
    xAxis,
    yAxis,
    xTitle: `${unit.name} since the start`,
    yTitle: objective.metric,
    content: [
      bestSoFar(search, inOrder, box, (trial) => xOf(box, xAxis, timeOf(trial))),
      ...marks(search, ended, box, (trial) => xOf(box, xAxis, timeOf(trial))),
    ],
  }
}

/** One hyperparameter against the objective. */
function parameterPanel(
  search: Search,
  {
    name,
    axis,
    box,
    isFirst,
    scaling,
  }: { name: string; axis: Axis; box: Box; isFirst: boolean; scaling: string },
): Panel {
  const known = search.trials.filter(
    (trial) => trial.endedAt !== undefined && trial.hyperparameters[name] !== undefined,
  )
  // Points of the same value lie side by side, always in the same way.
  const spread = (index: number) => (((index * 0.618) % 1) - 0.5) * axis.spread * box.width
  const indexes = new Map(known.map((trial, index) => [trial.name, index]))
  return {
    box,
    xAxis: axis,
    yAxis: search.yAxis,
    xTitle: `${name}${scaling}`,
    yTitle: isFirst ? search.objective.metric : undefined,
    content: marks(
      search,
      known,
      box,
      (trial) => xOf(box, axis, trial.hyperparameters[name]) + spread(indexes.get(trial.name) ?? 0),
    ),
  }
}

/** A dot for each trial, a cross for those without an objective, and a diamond for the best, which lies on top. */
function marks(
  { objective, best, yAxis }: Search,
  trials: readonly Trial[],
  box: Box,
  xFor: (trial: Trial) => number,
): string[] {
  const points = trials.map((trial) => {
    const x = xFor(trial)
    const hint = element('title', {}, escapeXml(describe(trial, objective)))
    if (!isMeasured(trial)) {
      const y = footOf(box)
      const d = `M${fixed(x - 3)} ${fixed(y - 3)}l6 6m0 -6l-6 6`
      return element('path', { class: 'failed', d }, hint)
    }
    const y = yOf(box, yAxis, trial.objective)
    if (trial.name !== best?.name)
      return element('circle', { class: 'trial', cx: x, cy: y, r: 4.5 }, hint)
    return element('path', { class: 'best', d: diamond(x, y) }, hint)
  })
  const isBest = (_: string, index: number) => trials[index]?.name === best?.name
  return [...points.filter((mark, index) => !isBest(mark, index)), ...points.filter(isBest)]
}

/** A line that goes down, or up, whenever a trial was better than all before. */
function bestSoFar(
  { objective, yAxis }: Search,
  inOrder: readonly Measured[],
  box: Box,
  xFor: (trial: Trial) => number,
): string {
  let d = ''
  let best: number | undefined
  for (const trial of inOrder) {
    const isBetter =
      best === undefined ||
      (objective.goal === 'Minimize' ? trial.objective < best : trial.objective > best)
    if (!isBetter) continue
    best = trial.objective
    const y = fixed(yOf(box, yAxis, best))
    d += d === '' ? `M${fixed(xFor(trial))} ${y}` : `H${fixed(xFor(trial))}V${y}`
  }
  return d === '' ? '' : element('path', { class: 'so-far', d: `${d}H${fixed(box.x + box.width)}` })
}

/** The winner in words, with its mark, in as many lines as it takes. */
function bestNote({ best, objective }: Search, width: number): string[] {
  if (best === undefined) return [text(20, 50, 'No objective is known yet.', { class: 'note' })]
  const words = `best ${inWords(best.objective)} with ${chosen(best)}`
  const hint = element('title', {}, escapeXml(describe(best, objective)))
  return [
    element('path', { class: 'best', d: diamond(26, 46) }, hint),
    text(38, 50, cut(words, width - 60, noteCharacter), { class: 'note' }),
  ]
}

/** For those who don't see it. */
function summarise({ trials, objective, best }: Search): string {
  const { metric } = objective
  const without = trials.filter((trial) => trial.endedAt && !isMeasured(trial)).length
  const found =
    best === undefined
      ? `None of them has told ${metric} yet.`
      : `The best, ${best.name}, reached ${inWords(best.objective)} with ${chosen(best)}.`
  const rest = without === 0 ? '' : ` ${count(without)} ended without a value.`
  return `${count(trials.length)} of a search that ${objective.goal.toLowerCase()}s ${metric}. ${found}${rest} Above ${metric} over time with the best so far as a line, below ${metric} against each hyperparameter.`
}

function describe(trial: Trial, { metric }: TuningObjective): string {
  const value = isMeasured(trial) ? `${metric} ${inWords(trial.objective)}` : trial.status
  return `${trial.name}: ${value} with ${chosen(trial)}`
}

function chosen({ hyperparameters }: Trial): string {
  return Object.entries(hyperparameters)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? inWords(value) : value}`)
    .join(', ')
}

function inWords(value: number): string {
  return formatTick(Number(value.toPrecision(digits)))
}

function isMeasured(trial: Trial): trial is Measured {
  return Number.isFinite(trial.objective)
}

function scalingOf(ranges: TuningRanges, name: string): string {
  const range = ranges[name]
  if (range === undefined || range.kind === 'categorical') return ''
  if (range.scaling === 'Logarithmic') return ' (logarithmic)'
  return range.scaling === 'ReverseLogarithmic' ? ' (reverse logarithmic)' : ''
}

function unitFor(seconds: number): { readonly name: string; readonly seconds: number } {
  if (seconds < 180) return { name: 'seconds', seconds: 1 }
  return seconds < 3 * 3600 ? { name: 'minutes', seconds: 60 } : { name: 'hours', seconds: 3600 }
}

function goalWord({ goal }: TuningObjective): string {
  return goal === 'Minimize' ? 'smaller is better' : 'larger is better'
}

function count(trials: number): string {
  return `${trials} trial${trials === 1 ? '' : 's'}`
}

function diamond(x: number, y: number): string {
  return `M${fixed(x)} ${fixed(y - 8)}l6.5 8l-6.5 8l-6.5 -8z`
}

function fixed(value: number): number {
  return Math.round(value * 100) / 100
}
