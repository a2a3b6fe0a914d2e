import type { HostingOptions, TrainingOptions } from '@byo/core'
import { UsageError } from './usage.ts'

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

/** The options of a command that say where. */
export const placeOptions = {
  port: { type: 'string' },
  aws: { type: 'boolean' },
  role: { type: 'string' },
  region: { type: 'string' },
  'instance-type': { type: 'string' },
} as const

/** The same for people. */
export const placeUsage = `  --port N               port of the embedded SageMaker (any free one)

  --aws                  run on AWS, with the credentials that the AWS SDK finds
  --role ARN             role for SageMaker to take on (default: the caller's own)
  --region NAME          AWS region (default: as the AWS SDK finds it)
  --instance-type NAME   machine that trains and hosts (ml.m5.large)
`

/** What the options were given as. */
export interface PlaceValues {
  readonly port?: string | undefined
  readonly runner?: string | undefined
  readonly aws?: boolean | undefined
  readonly role?: string | undefined
  readonly region?: string | undefined
  readonly 'instance-type'?: string | undefined
}

/** Where the options say. */
export function readPlace(values: PlaceValues): Place {
  const onAws = (['role', 'region', 'instance-type'] as const).find((name) => name in values)
  const here = (['port', 'runner'] as const).find((name) => name in values)
  if (!values.aws && onAws) throw new UsageError(`--${onAws} goes with --aws.`)
  if (values.aws && here) throw new UsageError(`--${here} goes without --aws.`)
  if (!values.aws) {
    const port = parsePort(values.port ?? '0')
    return { kind: 'local', port, runner: parseRunner(values.runner ?? 'process') }
  }
  return {
    kind: 'aws',
    role: values.role,
    region: values.region,
    // AWS knows which there are, and says so.
    instanceType: values['instance-type'] as InstanceType | undefined,
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
