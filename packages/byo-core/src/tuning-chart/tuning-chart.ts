import type { TuningRanges } from '../tuning/ranges.ts'
import { rankTrials, type Trial } from '../tuning/trial.ts'
import type { TuningObjective } from '../tuning/tuning-options.ts'
import { countOf } from '../wording/count-of.ts'
import { emptyAxis, extentOf, linearAxis, parameterAxis } from './axis.ts'
import { diamond } from './marks.ts'
import { cut, drawPanel } from './panel.ts'
import { parameterPanel, scalingOf } from './parameter-panel.ts'
import { isMeasured, type Search } from './search.ts'
import { chartClass, chartStyle } from './style.ts'
import { element, escapeXml, text } from './svg.ts'
import { timePanel } from './time-panel.ts'
import { chosen, describe, goalWord, inWords, summarise } from './words.ts'

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

/** Pixels. */
const margin = { left: 64, right: 24, top: 92, bottom: 60 }
const timeHeight = 200
const smallHeight = 150
const smallWidth = 190
const gap = 28
const leastWidth = 360
/** About as wide as a character of the note, in pixels. */
const noteCharacter = 6.8

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
    options.title ??
    `${objective.metric}, ${goalWord(objective)}: ${countOf(trials.length, 'trial')}`
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
