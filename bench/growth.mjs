// How the time of a fit grows with rows, predictors and terms: the exponent k of time ≈ c·size^k, ours and earth's.
import { writeFriedman1 } from './cases/friedman1.mjs'
import { exponent, median } from './figures.mjs'
import { row } from './rows.mjs'
import { startEarth, startOurs } from './sides/side.mjs'

const base = { rows: 2000, columns: 10, nk: 21 }
const growths = {
  rows: [1000, 2000, 4000, 8000, 16_000],
  columns: [5, 10, 20, 40],
  nk: [11, 21, 41, 81],
}
const names = { rows: 'rows', columns: 'predictors', nk: 'terms' }

export async function* benchGrowth(folder, { quick }) {
  for (const [what, all] of Object.entries(growths)) {
    const sizes = quick ? all.slice(0, 2) : all
    const points = { ours: [], earth: [] }
    for (const size of sizes) {
      const times = await timesAt(folder, { ...base, [what]: size }, quick ? 1 : 3)
      for (const side of Object.keys(points)) {
        if (times[side].length > 0) points[side].push({ x: size, y: median(times[side]) })
      }
    }
    yield row({
      part: 'growth',
      work: `growth of the time with ${names[what]}, ${sizes[0]} to ${sizes.at(-1)}`,
      ours: { by: '1 thread', value: exponent(points.ours), points: points.ours },
      rival: {
        by: 'earth',
        value: points.earth.length > 0 ? exponent(points.earth) : null,
        points: points.earth,
      },
      unit: 'exponent',
    })
  }
}

async function timesAt(folder, { rows, columns, nk }, rounds) {
  const data = writeFriedman1(folder, { rows, columns })
  const sides = Object.entries({ ours: startOurs(), earth: startEarth() })
  const times = { ours: [], earth: [] }
  for (const [_name, side] of sides) {
    if (side === undefined) continue
    await side.ask(data)
  }
  for (let round = 0; round < rounds; round++) {
    for (const [name, side] of sides) {
      if (side === undefined) continue
      const fit = { do: 'fit', options: { degree: 2, nk, thresh: 0 }, repetitions: 1 }
      times[name].push(...(await side.ask(fit)).times)
    }
  }
  for (const [, side] of sides) await side?.end()
  return times
}
