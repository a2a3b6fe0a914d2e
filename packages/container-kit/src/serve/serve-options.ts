import { environmentVariables } from '../contract/environment.ts'
import { limits } from '../contract/limits.ts'
import type { ExecutionParameters } from '../contract/routes.ts'
import { ContainerError } from '../errors.ts'
import type { Host } from '../lifecycle/host.ts'
import { resolveExecutionParameters } from './execution-parameters.ts'
import type { ServeProgram } from './serve-program.ts'

/** What the program and the environment say of serving. */
export interface ServeOptions {
  readonly port: number
  /** Infinity if there is no limit. */
  readonly maxBodyBytes: number
  /** Accept where a request has none. */
  readonly defaultAccept: string | undefined
  readonly predictTimeoutSeconds: number
  /** Predictions under way at once. */
  readonly concurrency: number
  /** Invocations that wait for their turn. */
  readonly queueSize: number
  /** Whether each request is one record, its framing taken off by the platform. */
  readonly singleRecord: boolean
  /** The answer to /execution-parameters, if there is one. */
  readonly executionParameters: ExecutionParameters | undefined
}

/** Options of a program that concern its server and not its model. */
export type ServerSettings = Pick<
  ServeProgram<unknown, never>,
  'predictTimeoutSeconds' | 'concurrency' | 'queueSize' | 'executionParameters'
>

/** Resolves options: the environment, then the program, then the platform's own defaults. */
export function serveOptions(settings: ServerSettings, env: Host['env']): ServeOptions {
  const isBatch = env[names.batch]?.toLowerCase() === 'true'
  const megabytes = wholeNumber(env, names.maxPayloadInMb, 'a number of MB, 0 for no limit')
  const timeout = wholeNumber(env, names.modelServerTimeout, 'a number of seconds')
  const transforms = wholeNumber(env, names.maxConcurrentTransforms, 'a number of requests')
  const executionParameters = resolveExecutionParameters(settings.executionParameters)
  return {
    port:
      wholeNumber(env, names.bindToPort, 'a port from 0 to 65535', 65_535) ?? limits.defaultPort,
    maxBodyBytes: megabytes === 0 ? Number.POSITIVE_INFINITY : payloadBytes(megabytes, isBatch),
    defaultAccept: env[names.defaultInvocationsAccept],
    predictTimeoutSeconds: timeout ?? settings.predictTimeoutSeconds ?? timeoutSeconds(isBatch),
    concurrency: settings.concurrency ?? Number.POSITIVE_INFINITY,
    // A batch transform fails where a request is refused of those that it was asked to send at once.
    queueSize: Math.max(
      settings.queueSize ?? defaultQueueSize,
      transforms ?? executionParameters?.MaxConcurrentTransforms ?? 0,
    ),
    singleRecord: env[names.batchStrategy]?.toUpperCase() === 'SINGLE_RECORD',
    executionParameters,
  }
}

function payloadBytes(megabytes: number | undefined, isBatch: boolean): number {
  if (megabytes !== undefined) return megabytes * 1024 * 1024
  return isBatch ? limits.batchPayloadBytes : limits.payloadBytes
}

/** Two seconds before the platform gives up, so that the caller learns why. */
function timeoutSeconds(isBatch: boolean): number {
  return (isBatch ? limits.batchTimeoutSeconds : limits.invocationTimeoutSeconds) - 2
}

function wholeNumber(
  env: Host['env'],
  name: string,
  expected: string,
  max: number = Number.MAX_SAFE_INTEGER,
): number | undefined {
  const text = env[name]
  if (text === undefined || text === '') return undefined
  const value = Number(text)
  if (/^\d+$/.test(text) && value <= max) return value
  throw new ContainerError(
    'environment',
    `${name} is ${JSON.stringify(text)}: expected ${expected}.`,
  )
}

const names = environmentVariables

/** As many as AWS's own model server lets wait. */
const defaultQueueSize = 100
