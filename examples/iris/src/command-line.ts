import { parseArgs } from 'node:util'
import type { HostingOptions, TrainingOptions } from '@byo/core'

/** What the command line asks for. */
export interface CommandLine {
  /** The hyperparameters, as text: whether they make sense is for the container to say. */
  readonly target: string
  readonly degree: string
  readonly data: string
  readonly output: string
  readonly keep: boolean
  /** Whether the image is built with Docker, from the Dockerfile. */
  readonly docker: boolean
  readonly place: Place
}

/** Where it all happens: the embedded SageMaker, or AWS. */
export type Place = LocalPlace | AwsPlace

/** The embedded SageMaker on a port, and what runs the programs there. */
export interface LocalPlace {
  readonly kind: 'local'
  /** 0 for any free one. */
  readonly port: number
  readonly runner: 'process' | 'docker'
}

/** AWS, with whatever differs from what the AWS SDK finds. */
export interface AwsPlace {
  readonly kind: 'aws'
  readonly role: string | undefined
  readonly region: string | undefined
  readonly instanceType: InstanceType | undefined
}

/** A machine that both trains and hosts, such as `ml.m5.large`. */
type InstanceType = NonNullable<TrainingOptions['instanceType']> &
  NonNullable<HostingOptions['instanceType']>

/** A command line that asks for something impossible. */
export class UsageError extends Error {}

export const usage = `Usage: npm run example:iris -- [options]

Trains a MARS model on the iris data as a SageMaker training job, hosts it on an endpoint, predicts with
it and draws the result: on the SageMaker embedded here, or with --aws on the real one.

  --target NAME          column to predict (Sepal.Length)
  --degree N             most variables in one term (2)
  --data PATH            CSV file, or folder of them, to train on (examples/iris/data/iris.csv)
  --output FOLDER        where results go (examples/iris/output)
  --keep                 leave the endpoint up and say how to call it
  --docker               build the image from examples/iris/Dockerfile with Docker (without Docker)
  --port N               port of the embedded SageMaker (any free one)
  --runner NAME          what runs the program there: process, or docker, which goes with --docker (process)

  --aws                  run on AWS, with the credentials that the AWS SDK finds
  --role ARN             role for SageMaker to take on (default: the caller's own)
  --region NAME          AWS region (default: as the AWS SDK finds it)
  --instance-type NAME   machine for training and hosting (ml.m5.large)

  --help                 print this
`

/** Reads the words after the command; undefined when they ask for help. */
export function parseCommandLine(words: readonly string[], home: string): CommandLine | undefined {
  const { values } = parse(words)
  if (values.help) return undefined
  const onAws = ['role', 'region', 'instance-type'] as const
  const misplaced = values.aws ? undefined : onAws.find((name) => values[name] !== undefined)
  if (misplaced) throw new UsageError(`--${misplaced} goes with --aws.`)
  if (/^s3:/i.test(values.data ?? '')) {
    throw new UsageError('--data is an S3 address; give a file or folder on this machine.')
  }
  const here = (['port', 'runner'] as const).find((name) => values[name] !== undefined)
  if (values.aws && here) throw new UsageError(`--${here} goes without --aws.`)
  const runner = parseRunner(values.runner ?? 'process')
  return {
    target: values.target ?? 'Sepal.Length',
    degree: values.degree ?? '2',
    data: values.data ?? `${home}/data/iris.csv`,
    output: values.output ?? `${home}/output`,
    keep: values.keep ?? false,
    // In a container the program needs a base image below it, which Docker gets.
    docker: values.docker ?? runner === 'docker',
    place: values.aws
      ? {
          kind: 'aws',
          role: values.role,
          region: values.region,
          // AWS knows which there are, and says so.
          instanceType: values['instance-type'] as InstanceType | undefined,
        }
      : { kind: 'local', port: parsePort(values.port ?? '0'), runner },
  }
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        target: { type: 'string' },
        degree: { type: 'string' },
        data: { type: 'string' },
        output: { type: 'string' },
        keep: { type: 'boolean' },
        docker: { type: 'boolean' },
        runner: { type: 'string' },
        port: { type: 'string' },
        aws: { type: 'boolean' },
        role: { type: 'string' },
        region: { type: 'string' },
        'instance-type': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause))
  }
}

function parsePort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new UsageError(`--port is ${JSON.stringify(text)}; give a whole number from 0 to 65535.`)
}

function parseRunner(text: string): LocalPlace['runner'] {
  if (text === 'process' || text === 'docker') return text
  throw new UsageError(`--runner is ${JSON.stringify(text)}; give process or docker.`)
}
