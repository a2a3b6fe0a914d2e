import { environmentVariables } from '../contract/environment.ts'
import { limits } from '../contract/limits.ts'
import { ContainerError } from '../errors.ts'
import type { Host } from '../lifecycle/host.ts'
import type { ServeProgram } from './serve-program.ts'

/** What the program and the environment say of serving. */
export interface ServeOptions {
  readonly port: number
  /** Infinity if there is no limit. */
  readonly maxBodyBytes: number
  /** Accept where a request has none. */
  readonly defaultAccept: string | undefined
  readonly predictTimeoutSeconds: number
  /** Threads that run handlers; 0 for the server's own. */
  readonly workers: number
  /** Predictions under way at once. */
  readonly concurrency: number
  /** Invocations that wait for their turn. */
  readonly queueSize: number
}

/** Options of a program that concern its server and not its model. */
export type ServerSettings = Pick<
  ServeProgram<unknown, never>,
  'predictTimeoutSeconds' | 'concurrency' | 'queueSize' | 'workers'
>

/** What options depend on besides the program. */
export type OptionsHost = Pick<Host, 'env' | 'resources'>

/** Resolves options: the environment, then the program, then the platform's own defaults. */
export function serveOptions(settings: ServerSettings, host: OptionsHost): ServeOptions {
  const { env } = host
  const isBatch = env[names.batch]?.toLowerCase() === 'true'
  const megabytes = wholeNumber(env, names.maxPayloadInMb, 'a number of MB, 0 for no limit')
  const timeout = wholeNumber(env, names.modelServerTimeout, 'a number of seconds')
  const workers = workerCount(settings.workers, host)
  return {
    port:
      wholeNumber(env, names.bindToPort, 'a port from 0 to 65535', 65_535) ?? limits.defaultPort,
    maxBodyBytes: megabytes === 0 ? Number.POSITIVE_INFINITY : payloadBytes(megabytes, isBatch),
    defaultAccept: env[names.defaultInvocationsAccept],
    predictTimeoutSeconds: timeout ?? settings.predictTimeoutSeconds ?? timeoutSeconds(isBatch),
    workers,
    concurrency: settings.concurrency ?? (workers > 0 ? workers : Number.POSITIVE_INFINITY),
    queueSize: settings.queueSize ?? defaultQueueSize,
  }
}

/** The number of threads; `auto` is one for each whole processor and gibibyte that the container may use. */
function workerCount(asked: ServerSettings['workers'], { env, resources }: OptionsHost): number {
  const fromEnv = wholeNumber(env, names.modelServerWorkers, 'a number of threads, 0 for none')
  const workers = fromEnv ?? asked ?? 0
  if (workers === 'auto') {
    const { cpus, memoryBytes } = resources()
    return Math.max(1, Math.min(Math.round(cpus), Math.floor(memoryBytes / workerBytes)))
  }
  if (Number.isInteger(workers) && workers >= 0) return workers
  throw new ContainerError(
    'usage',
    `workers is ${workers}: give a whole number of threads, 0 for none, or 'auto'.`,
  )
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

/** A thread has Node and a copy of the model: on the smallest serverless endpoints one is what fits. */
const workerBytes = 1024 ** 3

/** As many as AWS's own model server lets wait. */
const defaultQueueSize = 100
