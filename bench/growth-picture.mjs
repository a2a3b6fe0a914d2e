// How the time of a fit grows: a panel for each size, both scales logarithmic, so that a power is a straight line.
import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'

const ink = '#1f2937'
const rule = '#e5e7eb'
const colours = { ours: '#2563eb', earth: '#6b7280' }
const width = 280
const height = 270

/** Draws the rows that have curves as panels of one SVG file, side by side. */
export function growthPicture(rows) {
  const curved = rows.filter(({ ours }) => ours.points !== undefined)
  const panels = curved.map((row, at) => panel(row, at * width))
  const size = `width="${width * curved.length}" height="${height}"`
  const backdrop = '<rect width="100%" height="100%" fill="#ffffff"></rect>'
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="Time of a fit by rows, predictors and terms">\n${backdrop}\n${panels.join('\n')}\n</svg>\n`
}

function panel({ work, ours, rival }, x) {
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const sides = [
    { side: 'ours', ...ours },
    { side: 'earth', points: [], ...rival },
  ].filter(({ points }) => points.length > 0)
  const points = sides.flatMap(({ side, points }) => points.map((point) => ({ side, ...point })))
  const title = work.replace('growth of the time ', '').replace(/,.*/, '')
  const sizes = [...new Set(points.map((point) => point.x))]
  const ticks = ticksIn(points.map((point) => point.y))
  const left = { frameAnchor: 'left', textAnchor: 'end', dx: -8 }
  const svg = Plot.plot({
    document,
    width,
    height,
    marginLeft: 48,
    marginTop: 48,
    marginRight: 24,
    marginBottom: 34,
    style: {
      fontFamily: 'system-ui, "Segoe UI", "DejaVu Sans", sans-serif',
      fontSize: '11px',
      color: ink,
    },
    x: { type: 'log', axis: null },
    y: { type: 'log', axis: null },
    color: { domain: Object.keys(colours), range: Object.values(colours) },
    marks: [
      Plot.gridY(ticks, { stroke: rule, strokeOpacity: 1 }),
      Plot.text(ticks, { y: (value) => value, text: secondsText, ...left }),
      Plot.text(sizes, { x: (value) => value, text: shortened, frameAnchor: 'bottom', dy: 16 }),
      Plot.line(points, { x: 'x', y: 'y', stroke: 'side', strokeWidth: 2 }),
      Plot.dot(points, { x: 'x', y: 'y', fill: 'side', r: 3.5 }),
      Plot.text([title], {
        text: [title],
        frameAnchor: 'top-left',
        dx: -40,
        dy: -40,
        fontWeight: 700,
        fontSize: 13,
      }),
      ...sides.map(({ side, value }, at) =>
        Plot.text([side], {
          text: [`${side}, k = ${value.toFixed(2)}`],
          frameAnchor: 'top-left',
          dx: -40 + 105 * at,
          dy: -22,
          fill: colours[side],
          fontWeight: 600,
        }),
      ),
    ],
  })
  svg.setAttribute('x', x)
  return svg.outerHTML.replace(/></g, '>\n<')
}

/** 1, 2 and 5 times powers of ten that lie among the values. */
function ticksIn(values) {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const powers = Array.from({ length: 12 }, (_, i) => i - 7)
  const all = powers.flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)))
  return all.filter((value) => value >= least && value <= most)
}

function shortened(value) {
  if (value >= 1e6) return `${value / 1e6}M`
  return value >= 1000 ? `${value / 1000}k` : `${value}`
}

function secondsText(value) {
  return value >= 1 ? `${value} s` : `${Number((value * 1000).toPrecision(2))} ms`
}
