import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'

/** One dot of the picture. */
export interface Point {
  readonly actual: number
  readonly predicted: number
  /** What dots are coloured by, such as the species. */
  readonly group: string
}

/** Draws actual against predicted values, with the line on which both agree, as an HTML figure. */
export function scatterPlot(points: readonly Point[], target: string): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const values = points.flatMap(({ actual, predicted }) => [actual, predicted])
  const ends = [Math.min(...values), Math.max(...values)].map((value) => ({ x: value, y: value }))
  const plot = Plot.plot({
    document,
    width: 680,
    height: 560,
    marginLeft: 50,
    marginBottom: 45,
    grid: true,
    style: { background: 'transparent', fontSize: '13px' },
    x: { label: `actual ${target}`, nice: true },
    y: { label: `predicted ${target}`, nice: true },
    color: { scheme: 'dark2' },
    symbol: { legend: true },
    marks: [
      Plot.line(ends, { x: 'x', y: 'y', stroke: 'currentColor', strokeDasharray: '4 4' }),
      Plot.dot(points, {
        x: 'actual',
        y: 'predicted',
        stroke: 'group',
        symbol: 'group',
        r: 4,
        title: ({ actual, predicted, group }: Point) =>
          `${group}: actual ${actual}, predicted ${predicted.toFixed(3)}`,
      }),
    ],
  })
  return plot.outerHTML
}
