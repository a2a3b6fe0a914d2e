/** Something that was started and can be ended. */
interface Stoppable {
  stop(): Promise<void>
}

/** How several things are started together. */
export interface StartOptions {
  /** Gives up. */
  readonly signal: AbortSignal
  /** Told the first failure, before everything else is ended. */
  readonly onFailure?: ((cause: unknown) => void) | undefined
}

/**
 * Starts several things at once: all of them or, when one cannot start, none.
 *
 * @param starts - Each is given a signal that aborts when another has failed, or when the given one does.
 * @throws The first failure, once everything else has ended.
 */
export async function startAll<Started extends Stoppable>(
  starts: readonly ((signal: AbortSignal) => Promise<Started>)[],
  { signal, onFailure }: StartOptions,
): Promise<readonly Started[]> {
  const failed = new AbortController()
  const either = AbortSignal.any([failed.signal, signal])
  let first: unknown
  const outcomes = await Promise.allSettled(
    starts.map(async (start) => {
      try {
        return await start(either)
      } catch (cause) {
        if (!failed.signal.aborted) {
          first = cause
          onFailure?.(cause)
          failed.abort()
        }
        throw cause
      }
    }),
  )
  const started = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  if (!failed.signal.aborted) return started
  await Promise.all(started.map((one) => one.stop()))
  throw first
}
