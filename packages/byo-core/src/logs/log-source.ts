import { ignoreNotFound } from '../requests/error-kinds.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'

/** Where the lines of a job or an endpoint are in CloudWatch Logs. */
export interface LogSource {
  readonly group: string
  /** What the names of its streams begin with; empty for all. */
  readonly streamPrefix: string
}

/**
 * A line that a container wrote.
 *
 * @public
 */
export interface LogLine {
  /** When the line was written, to the millisecond, as CloudWatch Logs has it. */
  readonly time: Date
  /** The text of the line. */
  readonly message: string
  /** One stream a container, such as `iris-1/algo-1-1767225600`. */
  readonly stream: string
}

/** The streams of the source that there are by now; none before the first line is written. */
export async function listStreams(
  session: Session,
  { group, streamPrefix }: LogSource,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const logs = await session.clients.cloudWatchLogs()
  const names: string[] = []
  let nextToken: string | undefined
  do {
    const page = await request('DescribeLogStreams', signal, (options) =>
      logs.describeLogStreams(
        {
          logGroupName: group,
          ...(streamPrefix !== '' && { logStreamNamePrefix: streamPrefix }),
          ...(nextToken !== undefined && { nextToken }),
        },
        options,
      ),
    ).catch(ignoreNotFound)
    names.push(...(page?.logStreams ?? []).flatMap(({ logStreamName }) => logStreamName ?? []))
    nextToken = page?.nextToken
  } while (nextToken !== undefined)
  return names
}
