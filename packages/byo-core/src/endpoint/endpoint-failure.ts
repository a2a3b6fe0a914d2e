import type { DescribeEndpointOutput } from '@aws-sdk/client-sagemaker'
import { adviceOnLastWords, lastWords } from '../logs/last-words.ts'
import { readLastWords } from '../logs/read-log-tail.ts'
import type { Session } from '../session/session.ts'
import { EndpointError } from './endpoint-error.ts'

/** The one reason that has a remedy of its own, as SageMaker words it. */
const noPing = /did not pass the ping health check/i
const noPingAdvice =
  'Have the container answer GET /ping on port 8080 with 200, or give it more time with startupHealthCheckTimeoutInSeconds.'

/** What an error is to tell besides what SageMaker describes. */
interface FailureStory {
  /** The code, where it doesn't follow from SageMaker's reason. */
  readonly code?: ConstructorParameters<typeof EndpointError>[0]
  /** How the message begins, such as `Endpoint e didn't come into service`. */
  readonly what: string
  readonly signal: AbortSignal | undefined
}

/** The error of an endpoint that failed: SageMaker's reason, and what the containers wrote last. */
export async function endpointFailure(
  session: Session,
  endpoint: DescribeEndpointOutput,
  { code, what, signal }: FailureStory,
): Promise<EndpointError> {
  const name = endpoint.EndpointName ?? ''
  const status = endpoint.EndpointStatus ?? ''
  const source = { group: `/aws/sagemaker/Endpoints/${name}`, streamPrefix: '' }
  const logTail = await readLastWords(session, source, signal)
  const reason = endpoint.FailureReason ?? `its status is ${status}.`
  const words = logTail.length > 0 ? ` Its container ${lastWords(logTail)}.` : ''
  const isNoPing = noPing.test(reason)
  const advice = adviceOnLastWords(logTail) || (isNoPing ? ` ${noPingAdvice}` : '')
  return new EndpointError(
    code ?? (isNoPing ? 'health-check-failed' : 'endpoint-failed'),
    `${what}: ${reason}${words}${advice}`,
    {
      endpointName: name,
      endpointArn: endpoint.EndpointArn ?? '',
      status,
      failureReason: endpoint.FailureReason,
      logTail,
    },
  )
}
