import { isTransient } from '../requests/error-kinds.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import { aborted, throwIfAborted } from '../waiting/aborted.ts'
import { nextDelay } from '../waiting/next-delay.ts'
import { type LogLine, type LogSource, listStreams } from './log-source.ts'

/** How often new lines are fetched, in seconds. */
const delays = { minDelay: 0.25, maxDelay: 5 }

/**
 * Every line once, in order of time within each look, until `hasEnded` says that no more come and one
 * last look has been taken. Throttling and broken connections are ridden out.
 */
export async function* followLog(
  session: Session,
  source: LogSource,
  hasEnded: () => Promise<boolean>,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogLine> {
  const { runtime } = session
  const tokens = new Map<string, string>()
  const start = runtime.now()
  for (;;) {
    throwIfAborted(signal, 'reading the log')
    try {
      const ended = await hasEnded()
      const lines = await readNewLines(session, source, tokens, signal)
      yield* lines.sort((a, b) => a.time.getTime() - b.time.getTime())
      if (ended) return
    } catch (error) {
      if (!isTransient(error)) throw error
    }
    const delay = nextDelay((runtime.now() - start) / 1000, delays)
    await runtime.sleep(delay * 1000, signal).catch((error: unknown) => {
      throw signal?.aborted ? aborted(signal, 'reading the log') : error
    })
  }
}

/** Reads each stream from where `tokens` says that the last look ended, and moves these on. */
async function readNewLines(
  session: Session,
  source: LogSource,
  tokens: Map<string, string>,
  signal: AbortSignal | undefined,
): Promise<LogLine[]> {
  const logs = await session.clients.cloudWatchLogs()
  const lines: LogLine[] = []
  const moved = new Map<string, string>()
  for (const stream of await listStreams(session, source, signal)) {
    let token = tokens.get(stream)
    for (;;) {
      const page = await request('GetLogEvents', signal, (options) =>
        logs.getLogEvents(
          {
            logGroupName: source.group,
            logStreamName: stream,
            startFromHead: true,
            ...(token !== undefined && { nextToken: token }),
          },
          options,
        ),
      )
      for (const { timestamp = 0, message = '' } of page.events ?? []) {
        lines.push({ time: new Date(timestamp), message, stream })
      }
      const next = page.nextForwardToken
      // CloudWatch says "no more" by giving the same token back.
      if (next === undefined || next === token) break
      token = next
    }
    if (token !== undefined) moved.set(stream, token)
  }
  // Only after everything has been read: a look that fails half-way is repeated as a whole.
  for (const [stream, token] of moved) tokens.set(stream, token)
  return lines
}
