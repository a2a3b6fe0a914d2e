import {
  type Place,
  parseWords,
  placeOptions,
  placeUsage,
  readPlace,
  UsageError,
} from '@byo/example-common'

/** What the command line asks for. */
export interface CommandLine {
  /** The hyperparameters, as text: whether they make sense is for the container to say. */
  readonly target: string
  readonly degree: string
  readonly data: string
  readonly output: string
  /** Whether to say what would be made, and make nothing. */
  readonly dryRun: boolean
  readonly keep: boolean
  /** Whether the image is built with Docker, from the Dockerfile. */
  readonly docker: boolean
  readonly place: Place
}

export const usage: string = `Usage: npm run example:iris -- [options]

Trains a MARS model on the iris data as a SageMaker training job, hosts it on an endpoint, predicts with
it and draws the result: on the SageMaker embedded here, or with --aws on the real one.

  --target NAME          column to predict (Sepal.Length)
  --degree N             most variables in one term (2)
  --data PATH            CSV file, or folder of them, to train on (examples/iris/data/iris.csv)
  --output FOLDER        where results go (examples/iris/output)
  --dry-run              print the requests that would make something, and make nothing
  --keep                 leave the endpoint up and say how to call it
  --docker               build the image from examples/iris/Dockerfile with Docker (without Docker)
  --runner NAME          what runs the program of the embedded SageMaker: process, or docker, which
                         goes with --docker (process)
${placeUsage}
  --help                 print this
`

/** Reads the words after the command; undefined when they ask for help. */
export function parseCommandLine(words: readonly string[], home: string): CommandLine | undefined {
  const values = parseWords(words, {
    target: { type: 'string' },
    degree: { type: 'string' },
    data: { type: 'string' },
    output: { type: 'string' },
    'dry-run': { type: 'boolean' },
    keep: { type: 'boolean' },
    docker: { type: 'boolean' },
    runner: { type: 'string' },
    ...placeOptions,
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help) return undefined
  if (/^s3:/i.test(values.data ?? '')) {
    throw new UsageError('--data is an S3 address; give a file or folder on this machine.')
  }
  const place = readPlace(values)
  // In a container the program needs a base image below it, which Docker gets.
  const docker = values.docker ?? (place.kind === 'local' && place.runner === 'docker')
  if (docker && values['dry-run']) {
    throw new UsageError('--dry-run goes without Docker: nothing is built.')
  }
  return {
    target: values.target ?? 'Sepal.Length',
    degree: values.degree ?? '2',
    data: values.data ?? `${home}/data/iris.csv`,
    output: values.output ?? `${home}/output`,
    dryRun: values['dry-run'] ?? false,
    keep: values.keep ?? false,
    docker,
    place,
  }
}
