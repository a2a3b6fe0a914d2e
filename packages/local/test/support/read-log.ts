import {
  CloudWatchLogsClient,
  DescribeLogStreamsCommand,
  type OutputLogEvent,
  paginateGetLogEvents,
} from '@aws-sdk/client-cloudwatch-logs'
import type { LocalSageMaker } from '../../src/index.ts'
import { clientConfig } from './with-local.ts'

/** What the containers of an endpoint have written, as CloudWatch has it. */
export function readEndpointLog(
  local: LocalSageMaker,
  endpoint: string,
): Promise<(string | undefined)[]> {
  return readLogGroup(local, `/aws/sagemaker/Endpoints/${endpoint}`)
}

/** All lines of a group's streams, one stream after the other. */
export async function readLogGroup(
  local: LocalSageMaker,
  logGroupName: string,
): Promise<(string | undefined)[]> {
  const client = new CloudWatchLogsClient(clientConfig(local))
  const { logStreams = [] } = await client.send(new DescribeLogStreamsCommand({ logGroupName }))
  const events: OutputLogEvent[] = []
  for (const { logStreamName } of logStreams) {
    const pages = paginateGetLogEvents(
      { client, stopOnSameToken: true },
      { logGroupName, logStreamName, startFromHead: true },
    )
    for await (const page of pages) events.push(...(page.events ?? []))
  }
  return events.map(({ message }) => message)
}
