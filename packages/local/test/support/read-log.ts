import {
  CloudWatchLogsClient,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import type { LocalSageMaker } from '../../src/index.ts'
import { clientConfig } from './with-local.ts'

/** What the containers of an endpoint have written, as CloudWatch has it. */
export async function readEndpointLog(
  local: LocalSageMaker,
  endpoint: string,
): Promise<(string | undefined)[]> {
  const client = new CloudWatchLogsClient(clientConfig(local))
  const logGroupName = `/aws/sagemaker/Endpoints/${endpoint}`
  const { logStreams = [] } = await client.send(new DescribeLogStreamsCommand({ logGroupName }))
  const pages = await Promise.all(
    logStreams.map(({ logStreamName }) =>
      client.send(new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true })),
    ),
  )
  return pages.flatMap(({ events = [] }) => events.map(({ message }) => message))
}
