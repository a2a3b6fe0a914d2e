import { ByoError } from '../errors.ts'
import { checkName } from '../naming/check-name.ts'
import type { Session } from '../session/session.ts'
import { aborted, throwIfAborted } from '../waiting/aborted.ts'
import { updateWeights, type VariantChange } from './update-weights.ts'
import { describeEndpoint } from './watch-endpoint.ts'

/**
 * How traffic goes over to a variant.
 *
 * @public
 */
export interface ShiftOptions {
  /** The variant that gets more and more of the requests. */
  readonly to: string
  /**
   * Its share of all requests, step by step: rising numbers above 0 and up to 1. The others keep what is left in the
   * proportion that they had.
   *
   * @defaultValue `[0.1, 0.25, 0.5, 1]`
   */
  readonly shares?: readonly number[] | undefined
  /** Seconds from one step to the next, and after the last one to its check. @defaultValue 300 */
  readonly pauseInSeconds?: number | undefined
  /**
   * Looks, at the end of each pause, whether all is well: a throw sends all traffic back to where it was.
   *
   * @defaultValue no look
   */
  readonly check?: ((share: number) => Promise<void> | void) | undefined
  /** Told of each share once it's in force. */
  readonly onShift?: ((share: number) => void) | undefined
  /** Sends the traffic back to where it was, and ends with an `aborted` error. */
  readonly signal?: AbortSignal | undefined
}

/** Changes the weights of an endpoint's variants step by step; back again when a check fails. */
export async function shiftTraffic(
  session: Session,
  name: string,
  options: ShiftOptions,
): Promise<void> {
  const { to, shares = [0.1, 0.25, 0.5, 1], pauseInSeconds = 300, check, onShift, signal } = options
  checkName('variant', to)
  checkShares(shares, pauseInSeconds)
  throwIfAborted(signal, `shifting traffic of ${name}`)
  const before = await weightsOf(session, name, signal)
  if (!before.has(to)) {
    throw invalid(
      `The endpoint ${name} has no variant ${to}: it has ${[...before.keys()].join(', ')}.`,
    )
  }
  try {
    for (const share of shares) {
      await updateWeights(session, name, weightsFor(before, to, share), { signal })
      onShift?.(share)
      await session.runtime.sleep(pauseInSeconds * 1000, signal).catch(() => {
        throw aborted(signal, `shifting traffic of ${name}`)
      })
      await check?.(share)
    }
  } catch (cause) {
    await updateWeights(session, name, asChanges(before))
    if (signal?.aborted) throw aborted(signal, `shifting traffic of ${name}`)
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ByoError(
      'traffic-shifted-back',
      `The traffic of ${name} is back where it was before it went over to ${to}: ${reason}`,
      { cause },
    )
  }
}

type Weights = ReadonlyMap<string, number>

async function weightsOf(
  session: Session,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Weights> {
  const { ProductionVariants = [] } = await describeEndpoint(session, name, signal)
  return new Map(
    ProductionVariants.map(({ VariantName = '', DesiredWeight, CurrentWeight }) => [
      VariantName,
      DesiredWeight ?? CurrentWeight ?? 0,
    ]),
  )
}

/** Weights that sum up to 1: the share, and what is left for the others as they had it before. */
function weightsFor(before: Weights, to: string, share: number): Record<string, VariantChange> {
  const others = [...before].filter(([variant]) => variant !== to)
  const sum = others.reduce((total, [, weight]) => total + weight, 0)
  const weights = new Map(
    others.map(([variant, weight]) => [variant, sum === 0 ? 0 : ((1 - share) * weight) / sum]),
  )
  return asChanges(weights.set(to, share))
}

function asChanges(weights: Weights): Record<string, VariantChange> {
  return Object.fromEntries([...weights].map(([variant, weight]) => [variant, { weight }]))
}

function checkShares(shares: readonly number[], pauseInSeconds: number): void {
  const isRising = shares.every((share, i) => share > (shares[i - 1] ?? 0) && share <= 1)
  if (shares.length === 0 || !isRising) {
    throw invalid(`shares is [${shares.join(', ')}]; give rising numbers above 0 and up to 1.`)
  }
  if (!(pauseInSeconds >= 0 && Number.isFinite(pauseInSeconds))) {
    throw invalid(`pauseInSeconds is ${pauseInSeconds}; give a number of seconds from 0.`)
  }
}

function invalid(message: string): ByoError {
  return new ByoError('invalid-option', message)
}
