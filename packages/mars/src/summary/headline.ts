// What R prints of an earth model: how many terms and predictors, why the forward pass ended, what
// matters most, and how well it fits.
import type { Term } from '../basis/term.ts'
import type { NamedColumn } from '../basis/term-name.ts'
import { greatest } from '../linear-algebra/greatest.ts'
import type { MarsModelValue } from '../model.ts'
import { describeStopReason } from '../rules/stop-reason.ts'
import { glmTable } from './glm-table.ts'
import { importanceOf } from './importance.ts'
import { columnsOf, namedColumns, selectedTerms } from './model-terms.ts'
import { formatNumber } from './r-numbers.ts'
import { lineWidth, textTable } from './text-table.ts'

/** The lines that R prints of a model. */
export function headline(model: MarsModelValue, digits: number): readonly string[] {
  const terms = selectedTerms(model)
  const columns = namedColumns(model)
  const used = new Set(terms.flatMap((term) => columnsOf(term, columns)))
  const { pmethod = 'backward', nprune } = model.settings
  const pruning = [
    ...(pmethod === 'backward' ? [] : [` (pmethod="${pmethod}")`]),
    ...(nprune === undefined ? [] : [` (nprune=${nprune})`]),
  ]
  return [
    ...(model.glm ? glmTable(model.glm, model.responses, digits) : []),
    `${model.glm ? 'Earth selected' : 'Selected'} ${terms.length} of ${model.dirs.length} terms, and ${used.size} of ${model.columns.length} predictors${pruning.join('')}`,
    `Termination condition: ${describeStopReason(model.termination, {
      ...model.settings,
      terms: model.dirs.length,
    })}`,
    ...(model.subsets ? [importanceLine(model)] : []),
    `Number of terms at each degree of interaction: ${degreeCounts(terms, columns)}`,
    ...statisticsLines(model, digits),
  ]
}

/** The design columns by importance, as many as fit the line. */
function importanceLine(model: MarsModelValue): string {
  const names = importanceOf(model, { trim: false }).map(({ name, used }) =>
    used ? name : `${name}-unused`,
  )
  // R reckons with ", ..." behind every name, the last one too, and shows one name at least.
  let line = 'Importance: '
  for (const [index, name] of names.entries()) {
    if (index > 0 && `${line}${name}, ...`.length >= lineWidth) return `${line}...`
    line += index === names.length - 1 ? name : `${name}, `
  }
  return line
}

/** How many terms have 0, 1, 2 … factors; missing(x) counts as one only where it stands alone. */
function degreeCounts(terms: readonly Term[], columns: readonly NamedColumn[]): string {
  const degrees = terms.map((term) => {
    const about = columnsOf(term, columns)
    const counted = about.filter((v) => columns[v].missingness === undefined)
    return Math.max(counted.length, Math.min(about.length, 1))
  })
  const highest = greatest(degrees)
  const counts = Array.from(
    { length: highest + 1 },
    (_, degree) => degrees.filter((each) => each === degree).length,
  )
  const note = [' (intercept only model)', ' (additive model)'][highest] ?? ''
  return counts.join(' ') + note
}

/** A line for one response; a table for several. */
function statisticsLines(model: MarsModelValue, digits: number): readonly string[] {
  const { perResponse, responses, glm } = model
  if (perResponse === undefined || responses.length === 1) {
    const number = (value: number): string => formatNumber(value, digits)
    return [
      `${glm ? 'Earth ' : ''}GCV ${number(model.gcv)}    RSS ${number(model.rss)}    GRSq ${number(model.grsq)}    RSq ${number(model.rsq)}`,
    ]
  }
  const rows = [...perResponse, model]
  return [
    '',
    ...(glm ? ['Earth'] : []),
    ...textTable(
      [...responses, 'All'],
      [
        { heading: 'GCV', values: rows.map(({ gcv }) => gcv) },
        { heading: 'RSS', values: rows.map(({ rss }) => rss) },
        { heading: 'GRSq', values: rows.map(({ grsq }) => grsq) },
        { heading: 'RSq', values: rows.map(({ rsq }) => rsq) },
      ],
      { digits, fixedPoint: true },
    ),
  ]
}
