import type { DescribeHyperParameterTuningJobResponse } from '@aws-sdk/client-sagemaker'
import { isTransient } from '../requests/error-kinds.ts'
import type { Session } from '../session/session.ts'
import { type WaitOptions, waiterOptions } from '../waiting/wait-options.ts'
import { waitUntil } from '../waiting/wait-until.ts'
import { describeTuningJob, tuningHasEnded } from './describe-tuning-job.ts'
import { countTrials } from './trial-counts.ts'

/** Waits for the job's end, whatever it is; `look` is told of each description that differs from the last one. */
export async function waitForTuningEnd(
  session: Session,
  name: string,
  options: Omit<WaitOptions<never>, 'onProgress'>,
  look: (
    job: DescribeHyperParameterTuningJobResponse,
    signal: AbortSignal | undefined,
  ) => Promise<void> = async () => undefined,
): Promise<DescribeHyperParameterTuningJobResponse> {
  let reported = ''
  return waitUntil(
    {
      ...waiterOptions(options),
      subject: `tuning job ${name}`,
      passes: isTransient,
      runtime: session.runtime,
    },
    async (signal) => {
      const job = await describeTuningJob(session, name, signal)
      const { HyperParameterTuningJobStatus: status = '' } = job
      const { completed, inProgress } = countTrials(job)
      const news = JSON.stringify([
        status,
        job.TrainingJobStatusCounters,
        job.ObjectiveStatusCounters,
      ])
      if (news !== reported) await look(job, signal)
      reported = news
      const seen = `${status}, ${completed} trials completed and ${inProgress} running`
      return tuningHasEnded(job) ? { state: 'SUCCESS', value: job } : { state: 'RETRY', seen }
    },
  )
}
