import { AwsError } from '../../errors.ts'
import type { Endpoint } from '../../jobs/hosting/endpoint.ts'
import type { Instance } from '../../jobs/hosting/instance.ts'
import { noAnswer } from '../../jobs/hosting/model-error.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { ServerlessPool } from '../../jobs/serverless/serverless-pool.ts'

/**
 * A container of a serverless variant for one invocation: one that is warm, or one that is started now.
 *
 * @throws AwsError `ThrottlingException` while as many invocations are under way as may be; `ModelNotReadyException`, which
 *   SDKs try again, when the start takes longer than an invocation may; `ModelError` when it fails.
 */
export async function takeTurn(
  { deadlines }: Platform,
  pool: ServerlessPool,
  endpoint: Endpoint,
): Promise<{ readonly instance: Instance; readonly release: () => void }> {
  const turn = pool.acquire()
  if (turn === undefined) throw new AwsError('ThrottlingException', 'Rate exceeded')
  const deadline = deadlines.invocation.add()
  const late = new Promise<never>((_, reject) => {
    deadline.onExpired = () => reject(notReady)
  })
  try {
    const instance = await Promise.race([turn.instance, late])
    return { instance, release: () => turn.end() }
  } catch (cause) {
    turn.end()
    throw cause === notReady ? cause : noAnswer({ endpoint, container: 'primary' }, cause)
  } finally {
    deadline.cancel()
  }
}

const notReady = new AwsError(
  'ModelNotReadyException',
  'Model is not ready for inference: its container is still being started. Try your request again.',
  429,
)
