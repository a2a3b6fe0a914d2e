import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import { type LogLine, type LogSource, listStreams } from './log-source.ts'

/** The last lines of all streams together, oldest first. */
export async function readLogTail(
  session: Session,
  source: LogSource,
  { lines, signal }: { readonly lines: number; readonly signal?: AbortSignal | undefined },
): Promise<LogLine[]> {
  const logs = await session.clients.cloudWatchLogs()
  const all: LogLine[] = []
  for (const stream of await listStreams(session, source, signal)) {
    const { events = [] } = await request('GetLogEvents', signal, (options) =>
      logs.getLogEvents(
        { logGroupName: source.group, logStreamName: stream, limit: lines, startFromHead: false },
        options,
      ),
    )
    for (const { timestamp = 0, message = '' } of events) {
      all.push({ time: new Date(timestamp), message, stream })
    }
  }
  // Stable: lines of one millisecond keep their order within a stream.
  return all.sort((a, b) => a.time.getTime() - b.time.getTime()).slice(-lines)
}

/**
 * The tail for an error's sake: CloudWatch may lag a little behind the end of a job, so nothing at all
 * is asked for again, and a log that can't be read is as good as none.
 */
export async function readLastWords(
  session: Session,
  source: LogSource,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  for (let attempt = 0; attempt < 3 && !signal?.aborted; attempt += 1) {
    if (attempt > 0) await session.runtime.sleep(1000, signal).catch(() => undefined)
    const tail = await readLogTail(session, source, { lines: 20, signal }).catch(() => undefined)
    if (tail === undefined) return []
    if (tail.length > 0) return tail.map(({ message }) => message)
  }
  return []
}
