import { limits } from '../../contract/limits.ts'
import { ContainerError } from '../../errors.ts'

/**
 * How a container keeps stateful sessions.
 *
 * @public
 */
export interface SessionOptions {
  /**
   * Seconds from the opening of a session to its end, 1 to 604,800 (a week). The caller is told the time once, so use does
   * not move it. The variable SAGEMAKER_SESSIONS_EXPIRATION stands above it.
   *
   * @defaultValue 1200
   */
  readonly expirationSeconds?: number
  /**
   * Sessions that may be open at once; a request for one more is answered 503.
   *
   * @defaultValue 1000
   */
  readonly max?: number
}

/** What the environment says of sessions. */
export interface SessionSettings {
  readonly isEnabled: boolean | undefined
  readonly expirationSeconds: number | undefined
}

/**
 * Returns the options of sessions, undefined if there are to be none.
 *
 * @throws ContainerError with code `usage` for an option that cannot be kept.
 */
export function resolveSessions(
  asked: SessionOptions | undefined,
  { isEnabled = asked !== undefined, expirationSeconds }: SessionSettings,
): Required<SessionOptions> | undefined {
  if (!isEnabled) return undefined
  const options = {
    expirationSeconds:
      expirationSeconds ?? asked?.expirationSeconds ?? limits.sessionExpirationSeconds,
    max: asked?.max ?? 1000,
  }
  check('expirationSeconds', options.expirationSeconds, maxExpirationSeconds)
  check('max', options.max, Number.MAX_SAFE_INTEGER)
  return options
}

function check(name: string, value: number, max: number): void {
  if (value >= 1 && value <= max) return
  throw new ContainerError('usage', `sessions.${name} is ${value}: expected 1 to ${max}.`)
}

/** A week: longer than any session, and short enough for one timer. */
export const maxExpirationSeconds = 604_800
