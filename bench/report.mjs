// What the docs show of the newest full results: a picture and a table, in docs/explain/speed.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { growthPicture } from './growth-picture.mjs'
import { picture } from './picture.mjs'
import { amount, goalText, isReached, times, timesFaster } from './rows.mjs'

const page = fileURLToPath(new URL('../docs/explain/speed.md', import.meta.url))
const images = {
  [fileURLToPath(new URL('../docs/images/speed.svg', import.meta.url))]: picture,
  [fileURLToPath(new URL('../docs/images/growth.svg', import.meta.url))]: growthPicture,
}
const figures = /(?<=<!-- figures -->\n)[\s\S]*(?=<!-- end of figures -->)/

/** Writes pictures and table; gives the paths of all. */
export function writeReport(results) {
  const text = readFileSync(page, 'utf8')
  writeFileSync(page, text.replace(figures, figuresOf(results)))
  for (const [path, drawn] of Object.entries(imagesOf(results))) writeFileSync(path, drawn)
  return [page, ...Object.keys(images)]
}

/** The pictures of the page by their paths. */
export function imagesOf({ rows }) {
  return Object.fromEntries(Object.entries(images).map(([path, draw]) => [path, draw(rows)]))
}

/** What stands in the page between the marks. */
export function figuresIn(text) {
  return figures.exec(text)?.[0]
}

/** The generated part of the page; of no results, that there are none. */
export function figuresOf(results) {
  if (results === undefined) return 'No full run has been kept yet.\n'
  const { date, commit, machine, versions, rows } = results
  const { node, v8: _, ...others } = versions
  const shown = rows.filter(({ part, unit }) => part !== 'accuracy' && unit !== 'exponent')
  return `![Seconds of ours and of the rivals on a logarithmic scale](../images/speed.svg)

Measured on ${date} at commit ${commit}: ${machine.cpu}, ${machine.threads} threads, ${machine.memoryGB} GB, ${machine.system};
Node ${node}, ${Object.entries(others)
    .map((pair) => pair.join(' '))
    .join(', ')}.

${table(
  ['work', 'ours', 'rival', 'times faster', 'goal', 'GCV, ours and its', 'R², ours and its'],
  shown.map(cellsOf),
)}
How the time of a fit grows with its size, as size^k:

![Seconds of a fit beside its rows, predictors and terms, both logarithmic](../images/growth.svg)

${table(
  ['k, fitted', 'ours', 'rival'],
  rows
    .filter(({ unit }) => unit === 'exponent')
    .map(({ work, ours, rival }) => [
      work,
      value(ours, 'exponent'),
      rival ? value(rival, 'exponent') : '',
    ]),
)}`
}

function cellsOf(row) {
  const { work, ours, rival, unit, facts } = row
  const factor = timesFaster(row)
  const mark = { true: ' ✓', false: ' ✗', null: '' }[isReached(row)]
  return [
    ours.by === 'ours' ? work : `${work}, ${ours.by}`,
    value(ours, unit),
    rival ? `${rival.by}: ${value(rival, unit)}` : '',
    factor === null ? '' : times(factor),
    `${goalText(row).replace(/^\(goal |^\(|\)$/g, '')}${mark}`,
    both(facts, 'GCV'),
    both(facts, 'R²'),
  ]
}

function value({ value: found, missing, peak }, unit) {
  if (found == null) return missing ?? 'not there'
  return unit === 's' && peak !== undefined
    ? `${amount(found, unit)}, ${amount(peak, 'MB')}`
    : amount(found, unit)
}

function both(facts, name) {
  return [facts[`our ${name}`], facts[`its ${name}`]]
    .filter((found) => found !== undefined)
    .map((found) => found.toFixed(4))
    .join(' / ')
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |\n`
  return [line(head), `|${head.map(() => '---|').join('')}\n`, ...rows.map(line)].join('')
}
