import type { DescribeHyperParameterTuningJobResponse } from '@aws-sdk/client-sagemaker'
import { type Watched, waitForEnd } from '../requests/wait-for-end.ts'
import type { Session } from '../session/session.ts'
import type { WaitOptions } from '../waiting/wait-options.ts'
import { describeTuningJob, tuningHasEnded } from './describe-tuning-job.ts'
import { countTrials } from './trial-counts.ts'

type Description = DescribeHyperParameterTuningJobResponse

/** Waits for the job's end, whatever it is; `look` is told of each description that differs from the last one. */
export async function waitForTuningEnd(
  session: Session,
  name: string,
  options: Omit<WaitOptions<never>, 'onProgress'>,
  look?: Watched<Description>['onNews'],
): Promise<Description> {
  const watched: Watched<Description> = {
    subject: `tuning job ${name}`,
    describe: (signal) => describeTuningJob(session, name, signal),
    words(job) {
      const { completed, inProgress } = countTrials(job)
      return `${job.HyperParameterTuningJobStatus}, ${completed} trials completed and ${inProgress} running`
    },
    news: ({
      HyperParameterTuningJobStatus: status,
      TrainingJobStatusCounters: trials,
      ObjectiveStatusCounters: objectives,
    }) => JSON.stringify([status, trials, objectives]),
    ...(look && { onNews: look }),
    isOver: tuningHasEnded,
  }
  return waitForEnd(session.runtime, watched, options)
}
