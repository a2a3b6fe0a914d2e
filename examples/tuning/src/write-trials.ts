import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { formatCsv } from '@byo/container-kit/table'
import { type TunedModel, type TuningRanges, tuningChart } from '@byo/core'

/** Writes the trials as a picture and as CSV; tells the paths of both. */
export async function writeTrials<Ranges extends TuningRanges>(
  { trials, tuning }: TunedModel<Ranges>,
  { name, folder }: { readonly name: string; readonly folder: string },
): Promise<readonly string[]> {
  const picture = join(folder, `${name}.svg`)
  const table = join(folder, `${name}.csv`)
  await writeFile(picture, tuningChart(trials, { ...tuning, title: `MARS on ${name}` }))
  const numbers = Object.keys(tuning.ranges).map((key) => [
    key,
    Float64Array.from(trials, ({ hyperparameters }) => Number(hyperparameters[key] ?? Number.NaN)),
  ])
  const columns = {
    trial: trials.map((trial) => trial.name),
    status: trials.map(({ status }) => status),
    ...Object.fromEntries(numbers),
    objective: Float64Array.from(trials, ({ objective = Number.NaN }) => objective),
    seconds: Float64Array.from(trials, ({ seconds = Number.NaN }) => seconds),
  }
  await writeFile(table, formatCsv(columns))
  return [picture, table].map((path) => relative('.', path))
}
