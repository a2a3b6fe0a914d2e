import { environmentVariables } from '../contract/environment.ts'
import { limits } from '../contract/limits.ts'
import { ContainerError } from '../errors.ts'
import type { Host } from '../lifecycle/host.ts'

/** What the environment says of serving. */
export interface ServeOptions {
  readonly port: number
  /** Infinity if there is no limit. */
  readonly maxBodyBytes: number
  /** Accept where a request has none. */
  readonly defaultAccept: string | undefined
}

/** Reads the environment, with the platform's own defaults. */
export function serveOptions(env: Host['env']): ServeOptions {
  const megabytes = wholeNumber(
    env,
    environmentVariables.maxPayloadInMb,
    'a number of MB, 0 for no limit',
  )
  const port = wholeNumber(env, environmentVariables.bindToPort, 'a port from 0 to 65535', 65_535)
  return {
    port: port ?? limits.defaultPort,
    maxBodyBytes:
      megabytes === 0
        ? Number.POSITIVE_INFINITY
        : (megabytes ?? 0) * 1024 * 1024 || limits.payloadBytes,
    defaultAccept: env[environmentVariables.defaultInvocationsAccept],
  }
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
