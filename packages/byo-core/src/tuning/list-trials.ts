import type { HyperParameterTrainingJobSummary } from '@aws-sdk/client-sagemaker'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import { noSuchTuningJob } from './describe-tuning-job.ts'

/** SageMaker's summaries of all training jobs of a tuning job, in the order in which they were asked for. */
export async function listTrials(
  session: Session,
  name: string,
  signal?: AbortSignal,
): Promise<HyperParameterTrainingJobSummary[]> {
  const sageMaker = await session.clients.sageMaker()
  const found: HyperParameterTrainingJobSummary[] = []
  let NextToken: string | undefined
  do {
    const wanted = {
      HyperParameterTuningJobName: name,
      SortBy: 'CreationTime',
      SortOrder: 'Ascending',
      MaxResults: 100,
      NextToken,
    } as const
    const page = await request('ListTrainingJobsForHyperParameterTuningJob', signal, (options) =>
      sageMaker.listTrainingJobsForHyperParameterTuningJob(wanted, options),
    ).catch(noSuchTuningJob(session, name))
    found.push(...(page.TrainingJobSummaries ?? []))
    NextToken = page.NextToken
  } while (NextToken)
  return found
}
