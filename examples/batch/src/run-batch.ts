import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { finished } from 'node:stream/promises'
import { readCsv } from '@byo/container-kit/table'
import {
  consoleProgress,
  planTransform,
  type TransformOptions,
  type TransformResults,
  transform,
} from '@byo/core'
import { openOutputFolder, openPlace, type Steps, writePlan } from '@byo/example-common'
import { fitMars } from '@byo/mars'
import { predictors, target } from './columns.ts'
import type { CommandLine } from './command-line.ts'
import { makeRows } from './make-rows.ts'

/** What the flow needs from outside. */
export interface Surroundings {
  /** The bundled container program. */
  readonly program: string
  /** What the model is fitted to, and the rows are drawn from. */
  readonly irises: string
  readonly steps: Steps
  /** Ends the flow; what was made by then is removed. */
  readonly signal: AbortSignal
}

/** Fits here, predicts there; what was made is removed, the predictions stay. */
export async function runBatch(commandLine: CommandLine, around: Surroundings): Promise<void> {
  const { rows: count, files, instances, output, dryRun } = commandLine
  const { program, irises, steps, signal } = around
  openOutputFolder(output)
  await using place = await steps.run(
    'start',
    () => openPlace(commandLine.place),
    ({ description }) => description,
  )
  const modelDir = mkdtempSync(join(tmpdir(), 'byo-batch-'))
  try {
    const { folder, truth } = await steps.run(
      'prepare',
      async () => {
        const table = await readCsv(irises)
        const model = fitMars(table, target, { degree: 2, signal })
        writeFileSync(join(modelDir, 'model.json'), JSON.stringify(model))
        const folder = join(output, 'rows')
        rmSync(folder, { recursive: true, force: true })
        mkdirSync(folder)
        return makeRows(table, { folder, count, files })
      },
      () => `a model of 150 irises, and ${count} rows in ${files} files`,
    )
    const options: TransformOptions = {
      session: place.session,
      name: 'iris-batch',
      program,
      modelDir,
      input: { uri: folder, contentType: 'text/csv', splitType: 'Line' },
      accept: 'text/csv',
      join: 'Input',
      instanceCount: instances,
      instanceType: place.machines.hosting?.instanceType,
      onEvent: consoleProgress({ stream: steps, summary: false }),
      signal,
    }
    if (dryRun) return writePlan(await planTransform(options), steps)
    const results = await transform(options)
    const file = join(output, 'predictions.csv')
    try {
      await steps.run(
        'compare',
        () => savePredictions(results, { file, truth, signal }),
        (rmse) => `${count} predictions in the order of the rows, RMSE ${rmse.toFixed(4)}`,
      )
    } finally {
      await results.cleanUp()
    }
    steps.write(`Rows and predictions are in ${relative('.', file)}.\n`)
  } finally {
    rmSync(modelDir, { recursive: true, force: true })
  }
}

/** Writes the rows with their predictions behind them, as they come; gives the root of the mean squared error. */
async function savePredictions(
  results: TransformResults,
  {
    file,
    truth,
    signal,
  }: { readonly file: string; readonly truth: Float64Array; readonly signal: AbortSignal },
): Promise<number> {
  const out = createWriteStream(file)
  const done = finished(out)
  out.write(`${[...predictors, `predicted.${target}`].join()}\n`)
  let count = 0
  let squares = 0
  for await (const row of results.rows({ signal })) {
    squares += (Number(row.at(-1)) - (truth[count] ?? Number.NaN)) ** 2
    count += 1
    if (!out.write(`${row.join()}\n`)) await drained(out)
  }
  out.end()
  await done
  if (count !== truth.length) {
    throw new Error(`There are ${count} predictions for ${truth.length} rows.`)
  }
  return Math.sqrt(squares / count)
}

function drained(out: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => out.once('drain', resolve))
}
