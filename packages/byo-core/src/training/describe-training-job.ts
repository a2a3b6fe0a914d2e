import type { DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'

/** What SageMaker says of the job. */
export async function describeTrainingJob(
  session: Session,
  name: string,
  signal?: AbortSignal,
): Promise<DescribeTrainingJobResponse> {
  const sageMaker = await session.clients.sageMaker()
  return request('DescribeTrainingJob', signal, (options) =>
    sageMaker.describeTrainingJob({ TrainingJobName: name }, options),
  )
}
