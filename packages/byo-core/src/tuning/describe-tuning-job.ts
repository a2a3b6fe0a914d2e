import type { DescribeHyperParameterTuningJobResponse } from '@aws-sdk/client-sagemaker'
import { explainNotFound } from '../requests/not-found.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'

/** What SageMaker says of the job; a `not-found` error when there is none of that name. */
export async function describeTuningJob(
  session: Session,
  name: string,
  signal?: AbortSignal,
): Promise<DescribeHyperParameterTuningJobResponse> {
  const sageMaker = await session.clients.sageMaker()
  return request('DescribeHyperParameterTuningJob', signal, (options) =>
    sageMaker.describeHyperParameterTuningJob({ HyperParameterTuningJobName: name }, options),
  ).catch(noSuchTuningJob(session, name))
}

/** Explains that a job is not there. */
export function noSuchTuningJob({ region }: Session, name: string): (error: unknown) => never {
  return explainNotFound(
    `There is no tuning job "${name}" in ${region}: check its name, and whether the session has the region and the account that it was started in.`,
  )
}

/** The job has ended, one way or another. */
export function tuningHasEnded({
  HyperParameterTuningJobStatus: status,
}: DescribeHyperParameterTuningJobResponse): boolean {
  return status !== 'InProgress' && status !== 'Stopping'
}
