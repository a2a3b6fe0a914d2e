import type { DescribeTransformJobResponse } from '@aws-sdk/client-sagemaker'
import { explainNotFound } from '../requests/not-found.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'

/** What SageMaker says of the job; a `not-found` error when there is none of that name. */
export async function describeTransformJob(
  session: Session,
  name: string,
  signal?: AbortSignal,
): Promise<DescribeTransformJobResponse> {
  const sageMaker = await session.clients.sageMaker()
  return request('DescribeTransformJob', signal, (options) =>
    sageMaker.describeTransformJob({ TransformJobName: name }, options),
  ).catch(noSuchJob(session, name))
}

/** Explains that a job is not there. */
export function noSuchJob({ region }: Session, name: string): (error: unknown) => never {
  return explainNotFound(
    `There is no transform job "${name}" in ${region}: check its name, and whether the session has the region and the account that it was started in.`,
  )
}
