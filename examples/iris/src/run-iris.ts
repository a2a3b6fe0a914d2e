import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import {
  consoleProgress,
  downloadModel,
  planTrainAndDeploy,
  type TrainAndDeployOptions,
  type TrainedEndpoint,
  trainAndDeploy,
} from '@byo/core'
import {
  type OpenPlace,
  openOutputFolder,
  openPlace,
  type Steps,
  writePlan,
} from '@byo/example-common'
import { MarsModel } from '@byo/mars'
import { type Accuracy, accuracyOf } from './accuracy.ts'
import type { CommandLine } from './command-line.ts'
import { payloadOf, readTable } from './payload.ts'
import { writeResults } from './results.ts'

/** What the flow needs from outside. */
export interface Surroundings {
  /** The bundled container program. */
  readonly program: string
  /** The folder of the Dockerfile that has it in an image. */
  readonly dockerfile: string
  readonly steps: Steps
  /** Ends the flow; what was made by then is removed. */
  readonly signal: AbortSignal
}

/**
 * The whole flow: data to S3, program to ECR, training job, model, endpoint, predictions, picture. In the
 * end everything that was made is removed again, whatever happened in between, unless it is to be kept.
 */
export async function runIris(commandLine: CommandLine, around: Surroundings): Promise<void> {
  const { steps, signal } = around
  const { target, degree, data, output, keep, docker, dryRun } = commandLine
  openOutputFolder(output)
  await using place = await steps.run(
    'start',
    () => openPlace(commandLine.place),
    ({ description }) => description,
  )
  const options: TrainAndDeployOptions = {
    session: place.session,
    name: 'iris-mars',
    ...(docker ? { dockerfile: around.dockerfile } : { program: around.program }),
    trainingData: { train: data },
    hyperparameters: { target, degree },
    ...place.machines,
    onEvent: consoleProgress({ stream: steps, summary: false }),
    signal,
  }
  if (dryRun) return writePlan(await planTrainAndDeploy(options), steps)
  const endpoint = await trainAndDeploy(options)
  let stays = false
  try {
    const payload = await predictAndReport(endpoint, commandLine, around)
    stays = keep
    if (keep) await leaveUp(endpoint, place, payload, around)
  } finally {
    if (!stays) await endpoint.cleanUp()
  }
}

async function predictAndReport(
  endpoint: TrainedEndpoint,
  { target, degree, data, output }: CommandLine,
  { steps, signal }: Surroundings,
): Promise<string> {
  const table = await readTable(data)
  const actual = table[target]
  if (!(actual instanceof Float64Array))
    throw new Error(`Column ${target} of ${data} is not numeric.`)

  const payload = payloadOf(table, target)
  const { predicted, accuracy } = await steps.run(
    'predict',
    async () => {
      const answer = await endpoint.predict(payload, { accept: 'text/csv', signal })
      const predicted = Float64Array.from(answer.numbers())
      return { predicted, accuracy: accuracyOf(actual, predicted) }
    },
    ({ predicted, accuracy }) => `${predicted.length} rows, ${describeAccuracy(accuracy)}`,
  )
  await steps.run(
    'report',
    async () => {
      const { session, training, imageUri } = endpoint
      await downloadModel(session, training.modelDataUri, output, { signal })
      const model = MarsModel.fromJSON(
        JSON.parse(await readFile(join(output, 'model.json'), 'utf8')),
      )
      const facts = {
        'training job': training.arn,
        endpoint: endpoint.arn,
        image: imageUri,
      }
      return writeResults({ target, degree, table, predicted, accuracy, model, facts }, output)
    },
    shortest,
  )
  return payload
}

/** Says how to call the endpoint; where it lives in this process, waits until it is told to stop. */
async function leaveUp(
  { name, resources }: TrainedEndpoint,
  place: OpenPlace,
  payload: string,
  { steps, signal }: Surroundings,
): Promise<void> {
  const [header, firstRow] = payload.split('\n')
  steps.write(`\nThe endpoint ${name} stays up. Ask it with\n\n`)
  steps.write(`  ${place.curlCommand(name, `${header}\\n${firstRow}`)}\n\n`)
  if (place.endsWithProcess) {
    steps.write('Ctrl-C stops it and removes everything.\n')
    await untilAborted(signal)
  } else {
    steps.write('It costs money until it is deleted. These were made for it:\n\n')
    for (const { arn } of resources) steps.write(`  ${arn}\n`)
  }
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}

/** The path as people would type it here. */
function shortest(path: string): string {
  const below = relative('.', path)
  return below.startsWith('..') ? path : below
}

function describeAccuracy({ rmse, rSquared }: Accuracy): string {
  return `RMSE ${rmse.toFixed(4)}, R² ${rSquared.toFixed(4)}`
}
