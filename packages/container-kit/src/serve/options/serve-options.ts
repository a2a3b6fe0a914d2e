import { environmentVariables } from '../../contract/environment.ts'
import { limits } from '../../contract/limits.ts'
import type { ExecutionParameters } from '../../contract/routes.ts'
import type { Host } from '../../lifecycle/host.ts'
import { resolveExecutionParameters } from '../batch/execution-parameters.ts'
import type { ServeProgram } from '../serve-program.ts'
import {
  maxExpirationSeconds,
  resolveSessions,
  type SessionOptions,
} from '../sessions/session-options.ts'
import { resolveConversationPaths } from './conversation-paths.ts'
import { isTrue, trueOrFalse, wholeNumber } from './environment-values.ts'
import { resolveWorkers } from './worker-count.ts'

/** What the program and the environment say of serving. */
export interface ServeOptions {
  readonly port: number
  /** Whether models come and go by request, instead of one that is loaded at the start. */
  readonly isMultiModel: boolean
  /** Infinity if there is no limit. */
  readonly maxBodyBytes: number
  /** Accept where a request has none. */
  readonly defaultAccept: string | undefined
  readonly predictTimeoutSeconds: number
  readonly streamTimeoutSeconds: number
  /** Where conversations are held; none if the program has no handler for them. */
  readonly conversationPaths: readonly string[]
  /** Threads that run handlers; 0 for the server's own. */
  readonly workers: number
  /** Predictions under way at once. */
  readonly concurrency: number
  /** Invocations that wait for their turn. */
  readonly queueSize: number
  /** Seconds in which new requests are taken after SIGTERM. */
  readonly lingerSeconds: number
  /** Undefined if there are no sessions. */
  readonly sessions: Required<SessionOptions> | undefined
  /** Whether each request is one record, its framing taken off by the platform. */
  readonly singleRecord: boolean
  /** The answer to /execution-parameters, if there is one. */
  readonly executionParameters: ExecutionParameters | undefined
}

/** Options of a program that concern its server and not its model. */
export type ServerSettings = Pick<
  ServeProgram<unknown, never>,
  | 'predictTimeoutSeconds'
  | 'streamTimeoutSeconds'
  | 'concurrency'
  | 'queueSize'
  | 'lingerSeconds'
  | 'sessions'
  | 'converse'
  | 'conversationPaths'
  | 'executionParameters'
  | 'workers'
>

/** What options depend on besides the program. */
export type OptionsHost = Pick<Host, 'env' | 'resources'>

/** Resolves options: the environment, then the program, then the platform's own defaults. */
export function serveOptions(settings: ServerSettings, host: OptionsHost): ServeOptions {
  const { env } = host
  const isBatch = isTrue(env[names.batch])
  const megabytes = wholeNumber(env, names.maxPayloadInMb, 'a number of MB, 0 for no limit')
  const linger = wholeNumber(env, names.lingerSeconds, 'a number of seconds')
  const timeout = wholeNumber(env, names.modelServerTimeout, 'a number of seconds')
  const transforms = wholeNumber(env, names.maxConcurrentTransforms, 'a number of requests')
  const executionParameters = resolveExecutionParameters(settings.executionParameters)
  const workers = resolveWorkers(settings.workers, host)
  return {
    port:
      wholeNumber(env, names.bindToPort, 'a port from 0 to 65535', 65_535) ?? limits.defaultPort,
    isMultiModel: isTrue(env[names.multiModel]),
    maxBodyBytes: megabytes === 0 ? Number.POSITIVE_INFINITY : payloadBytes(megabytes, isBatch),
    defaultAccept: env[names.defaultInvocationsAccept],
    predictTimeoutSeconds: timeout ?? settings.predictTimeoutSeconds ?? timeoutSeconds(isBatch),
    streamTimeoutSeconds:
      settings.streamTimeoutSeconds ??
      (isBatch ? limits.batchTimeoutSeconds : limits.streamTimeoutSeconds),
    conversationPaths: resolveConversationPaths(settings, workers),
    workers,
    concurrency: settings.concurrency ?? (workers > 0 ? workers : Number.POSITIVE_INFINITY),
    // A batch transform fails where a request is refused of those that it was asked to send at once.
    queueSize: Math.max(
      settings.queueSize ?? defaultQueueSize,
      transforms ?? executionParameters?.MaxConcurrentTransforms ?? 0,
    ),
    singleRecord: env[names.batchStrategy]?.toUpperCase() === 'SINGLE_RECORD',
    executionParameters,
    lingerSeconds: linger ?? settings.lingerSeconds ?? defaultLingerSeconds,
    sessions: resolveSessions(settings.sessions, {
      isEnabled: trueOrFalse(env, names.enableStatefulSessions),
      expirationSeconds: wholeNumber(
        env,
        names.sessionsExpiration,
        `a number of seconds from 1 to ${maxExpirationSeconds}`,
        maxExpirationSeconds,
        1,
      ),
    }),
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

const names = environmentVariables

/** As many as AWS's own model server lets wait. */
const defaultQueueSize = 100

/** Long enough for a router to be told, short beside the platform's 30 s. */
const defaultLingerSeconds = 1
