// What case weights cost: ours with and without, and earth's, which fits every candidate anew with them.
import { writeFriedman1, writeTestPoints } from './cases/friedman1.mjs'
import { compareFits } from './compare.mjs'
import { median } from './figures.mjs'
import { row } from './rows.mjs'
import { startOurs } from './sides/side.mjs'

export async function* benchWeights(folder, { quick }) {
  const rows = quick ? 200 : 1000
  const columns = 20
  const data = writeFriedman1(folder, { rows, columns, weighted: true })
  const options = { nk: 21 }
  yield* compareFits(folder, {
    part: 'weights',
    work: `fit ${rows.toLocaleString('en-US')} × ${columns} with weights`,
    data,
    points: writeTestPoints(folder, { rows: 10_000, columns }),
    options,
    penalty: 2,
    weighted: true,
    ours: [
      { by: '1 thread' },
      { by: 'rules of earth', options: { compat: 'earth' }, sameRules: 'earth' },
    ],
    rivals: [{ by: 'earth' }],
    rounds: 1,
  })

  const side = startOurs()
  await side.ask(data)
  const times = { weighted: [], unweighted: [] }
  for (let round = 0; round < 7; round++) {
    for (const way of Object.keys(times)) {
      const fit = { do: 'fit', options, weighted: way === 'weighted', repetitions: 3 }
      const answer = await side.ask(fit)
      // The first round warms both up.
      if (round > 0) times[way].push(...answer.times)
    }
  }
  await side.end()
  yield row({
    part: 'weights',
    work: `fit ${rows.toLocaleString('en-US')} × ${columns}, what weights cost`,
    ours: { by: 'with weights', value: median(times.weighted), times: times.weighted },
    rival: { by: 'ours without', value: median(times.unweighted), times: times.unweighted },
    goal: { timesFaster: 1 / 1.5 },
  })
}
