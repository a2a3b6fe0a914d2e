// The results as a picture: a line for each comparison, from ours to the rival, on a logarithmic scale of seconds.
import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { amount, goalText, isReached, times, timesFaster } from './rows.mjs'

const titles = {
  fit: 'Fit',
  weights: 'Fit with case weights',
  large: 'Fit a million rows',
  predict: 'Predict',
  csv: 'Read CSV',
  serve: 'Serve, seconds a request',
}
const ink = '#1f2937'
const muted = '#6b7280'
const rule = '#e5e7eb'
const blue = '#2563eb'
const grey = '#9ca3af'
const amber = '#d97706'
const green = '#15803d'
const labels = 360
const verdicts = 190
const width = 1160
const lineHeight = 24

/** Draws the rows that have seconds, as one SVG file. */
export function picture(rows) {
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const lines = linesOf(rows)
  const bars = lines.filter(({ ours }) => ours !== undefined)
  const ends = bars.flatMap(({ ours, rival, goal }) => [ours, rival, goal].filter(isKnown))
  const svg = Plot.plot({
    document,
    width,
    height: 70 + lineHeight * lines.length,
    marginLeft: labels,
    marginRight: verdicts,
    marginTop: 40,
    marginBottom: 30,
    style: {
      fontFamily: 'system-ui, "Segoe UI", "DejaVu Sans", sans-serif',
      fontSize: '12px',
      color: ink,
    },
    x: { type: 'log', domain: [Math.min(...ends) / 4, Math.max(...ends) * 300], label: null },
    y: { type: 'band', domain: lines.map(({ key }) => key), axis: null, padding: 0.3 },
    marks: [
      Plot.axisX(ticksOf(ends), {
        tickFormat: secondsText,
        tickSize: 0,
        stroke: muted,
        anchor: 'bottom',
      }),
      Plot.gridX(ticksOf(ends), { stroke: rule, strokeOpacity: 1 }),
      ...legend(),
      Plot.link(
        bars.filter(({ rival }) => isKnown(rival)),
        {
          x1: 'ours',
          x2: 'rival',
          y1: 'key',
          y2: 'key',
          stroke: grey,
          strokeWidth: 1.5,
        },
      ),
      Plot.tickX(
        bars.filter(({ goal }) => isKnown(goal)),
        { x: 'goal', y: 'key', stroke: amber, strokeWidth: 2.5 },
      ),
      Plot.dot(
        bars.filter(({ rival }) => isKnown(rival)),
        { x: 'rival', y: 'key', fill: grey, r: 4.5 },
      ),
      Plot.dot(bars, { x: 'ours', y: 'key', fill: blue, r: 5.5 }),
      ...['amount', 'rival', 'label', 'verdict', 'title'].map((what) => texts(lines, what)),
    ],
  })
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-label', 'Seconds of each piece of work, ours beside the rival')
  // A line for each element, so that a change of one figure is a change of one line.
  const text = svg.outerHTML.replace(/></g, '>\n<')
  const backdrop = `<rect width="100%" height="100%" fill="#ffffff"></rect>`
  return `${text.replace(/<\/style>/, `</style>\n${backdrop}`)}\n`
}

/** A line for each comparison with seconds, under a title for each part. */
function linesOf(rows) {
  return Object.entries(titles).flatMap(([part, title]) => {
    const inPart = rows.filter((row) => row.part === part && isDrawn(row))
    if (inPart.length === 0) return []
    const drawn = inPart.map((row, at) => lineOf(row, `${part} ${at}`))
    // The same work beside another rival need not be named again.
    const named = drawn.map((line, at) =>
      line.label === drawn[at - 1]?.label ? { ...line, label: undefined } : line,
    )
    return [{ key: part, title }, ...named]
  })
}

function isDrawn({ ours, rival, goal, unit }) {
  if (unit !== 's' && unit !== '/s') return false
  return ours.value != null && (rival?.value != null || goal !== null)
}

function lineOf(row, key) {
  const { work, ours, rival, goal, unit } = row
  const seconds = (value) => (unit === '/s' ? 1 / value : value)
  const theirs = rival?.value == null ? undefined : seconds(rival.value)
  const target =
    goal?.atMost ?? (goal && theirs !== undefined ? theirs / goal.timesFaster : undefined)
  return {
    key,
    label: ours.by === 'ours' ? work : `${work} · ${ours.by}`,
    ours: seconds(ours.value),
    amount: amount(ours.value, unit),
    rival: theirs,
    by: theirs === undefined ? '' : `${rival.by} ${amount(rival.value, unit)}`,
    goal: target,
    first: Math.min(...[seconds(ours.value), theirs, target].filter(isKnown)),
    last: Math.max(...[seconds(ours.value), theirs, target].filter(isKnown)),
    verdict: verdictOf(row),
    isReached: isReached(row),
  }
}

function verdictOf(row) {
  const factor = timesFaster(row)
  const figure = factor === null ? '' : `${times(factor)} ×`
  return `${figure} ${goalText(row)}`.trim()
}

/** One kind of text of all lines. */
function texts(lines, what) {
  const common = { y: 'key', fontSize: 12 }
  if (what === 'label') {
    const labelled = lines.filter(({ label }) => label !== undefined)
    return Plot.text(labelled, {
      ...common,
      text: 'label',
      frameAnchor: 'left',
      textAnchor: 'start',
      dx: -labels + 16,
      fill: ink,
    })
  }
  if (what === 'title') {
    const titled = lines.filter(({ title }) => title !== undefined)
    return Plot.text(titled, {
      ...common,
      text: 'title',
      frameAnchor: 'left',
      textAnchor: 'start',
      dx: -labels + 6,
      fill: ink,
      fontWeight: 700,
      fontSize: 13,
    })
  }
  if (what === 'verdict') {
    const judged = lines.filter(({ verdict }) => verdict !== undefined)
    const fill = ({ isReached: reached }) => ({ true: green, false: amber, null: muted })[reached]
    return Plot.text(judged, {
      ...common,
      text: 'verdict',
      frameAnchor: 'right',
      textAnchor: 'start',
      dx: 12,
      fill,
      fontWeight: 600,
    })
  }
  const drawn = lines.filter(({ ours }) => isKnown(ours))
  const place =
    what === 'amount'
      ? { x: 'first', textAnchor: 'end', dx: -9, fill: blue }
      : { x: 'last', textAnchor: 'start', dx: 9, fill: muted }
  return Plot.text(drawn, {
    ...common,
    ...place,
    text: what === 'amount' ? what : 'by',
    fontSize: 11,
  })
}

/** What the marks mean, above them. */
function legend() {
  const words = [
    { text: 'ours', at: 10 },
    { text: 'the rival', at: 80 },
    { text: 'goal', at: 170 },
    { text: 'one line further left is ten times faster', at: 225 },
  ]
  const place = { frameAnchor: 'top-left', textAnchor: 'start' }
  return [
    Plot.dot([0], { ...place, dx: 0, dy: -18, fill: blue, r: 5 }),
    Plot.dot([0], { ...place, dx: 70, dy: -18, fill: grey, r: 5 }),
    Plot.text(['▎'], { ...place, dx: 158, dy: -24, fill: amber }),
    ...words.map(({ text, at }) => Plot.text([text], { ...place, dx: at, dy: -24, fill: muted })),
  ]
}

function ticksOf(ends) {
  const first = Math.floor(Math.log10(Math.min(...ends)))
  const last = Math.ceil(Math.log10(Math.max(...ends)))
  return Array.from({ length: last - first + 1 }, (_, i) => Number(`1e${first + i}`))
}

function secondsText(value) {
  if (value >= 1) return `${value} s`
  return value >= 1e-3 ? `${Math.round(value * 1e3)} ms` : `${Math.round(value * 1e6)} µs`
}

const isKnown = (value) => value !== undefined
