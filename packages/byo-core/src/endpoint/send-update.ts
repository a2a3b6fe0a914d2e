import type { UpdateEndpointInput } from '@aws-sdk/client-sagemaker'
import { readAwsError } from '../requests/aws-error.ts'
import { isInProgress, isNotFound } from '../requests/error-kinds.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import { consistencyDelay } from './create-endpoint.ts'
import { describeEndpoint } from './watch-endpoint.ts'

/**
 * Sends UpdateEndpoint. When the first attempt succeeds and its answer is lost, the SDK's next attempt finds
 * the endpoint being updated: that is checked against what it is being updated to.
 */
export async function sendUpdate(session: Session, input: UpdateEndpointInput): Promise<void> {
  const sageMaker = await session.clients.sageMaker()
  const { EndpointName: name = '', EndpointConfigName: config } = input
  const end = session.runtime.now() + consistencyDelay * 1000
  for (;;) {
    try {
      await request('UpdateEndpoint', undefined, () => sageMaker.updateEndpoint(input))
      return
    } catch (error) {
      if (isInProgress(error) && readAwsError(error).attempts > 1) {
        const there = await describeEndpoint(session, name, undefined)
        const pending = there.PendingDeploymentSummary?.EndpointConfigName
        if (pending === config || there.EndpointConfigName === config) return
      }
      if (!isNotFound(error) || session.runtime.now() >= end) throw error
      await session.runtime.sleep(1000)
    }
  }
}
