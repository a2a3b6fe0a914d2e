import { expect } from 'vitest'
import { type Answer, bucket, type PlatformUnderTest } from './with-platform.ts'

/** A valid CreateHyperParameterTuningJob request for the program `tuned`, changed as asked. */
export function tuningJob(image: string, changes: TuningChanges = {}): Answer {
  const { config = {}, ranges, limits = {}, definition = {}, ...rest } = changes
  return {
    HyperParameterTuningJobName: 'tuning',
    HyperParameterTuningJobConfig: {
      Strategy: 'Random',
      HyperParameterTuningJobObjective: { Type: 'Minimize', MetricName: 'loss' },
      ResourceLimits: { MaxNumberOfTrainingJobs: 3, MaxParallelTrainingJobs: 2, ...limits },
      ParameterRanges: ranges ?? {
        ContinuousParameterRanges: [{ Name: 'x', MinValue: '0', MaxValue: '1' }],
      },
      RandomSeed: 1,
      ...config,
    },
    TrainingJobDefinition: tuningDefinition(image, definition),
    ...rest,
  }
}

/** What a tuning job differs in from the usual one; other members replace those of the request. */
export interface TuningChanges {
  readonly config?: object
  readonly ranges?: object
  readonly limits?: object
  readonly definition?: object
  readonly [member: string]: unknown
}

/** What the training jobs of the program `tuned` are made of. */
export function tuningDefinition(image: string, changes: object = {}): Answer {
  return {
    AlgorithmSpecification: {
      TrainingImage: image,
      TrainingInputMode: 'File',
      MetricDefinitions: [{ Name: 'loss', Regex: 'loss=(\\S+);' }],
    },
    RoleArn: 'arn:aws:iam::000000000000:role/SageMakerRole',
    OutputDataConfig: { S3OutputPath: `s3://${bucket}/out` },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
    StoppingCondition: { MaxRuntimeInSeconds: 60 },
    ...changes,
  }
}

/** Starts a tuning job of the program `tuned`. */
export async function startTuning(
  test: PlatformUnderTest,
  changes: TuningChanges = {},
): Promise<string> {
  const request = tuningJob(test.images.addProgram('tuned'), changes)
  await test.sageMaker('CreateHyperParameterTuningJob', request)
  return request.HyperParameterTuningJobName
}

/** Runs one to its end and returns what is told of it then. */
export async function tune(
  test: PlatformUnderTest,
  changes: TuningChanges = {},
): Promise<{ job: Answer; trials: readonly Answer[] }> {
  const name = await startTuning(test, changes)
  return { job: await waitForTuning(test, name), trials: await listTrials(test, name) }
}

/** Describes a tuning job again and again until it has ended. */
export async function waitForTuning(test: PlatformUnderTest, name = 'tuning'): Promise<Answer> {
  let job: Answer
  await expect
    .poll(async () => {
      job = await describeTuning(test, name)
      return job.HyperParameterTuningJobStatus
    })
    .toMatch(/Completed|Failed|Stopped/)
  return job
}

export function describeTuning(test: PlatformUnderTest, name = 'tuning'): Promise<Answer> {
  return test.sageMaker('DescribeHyperParameterTuningJob', { HyperParameterTuningJobName: name })
}

/** All training jobs of a tuning job in the order in which they were launched. */
export async function listTrials(
  test: PlatformUnderTest,
  HyperParameterTuningJobName = 'tuning',
): Promise<readonly Answer[]> {
  const { TrainingJobSummaries } = await test.sageMaker(
    'ListTrainingJobsForHyperParameterTuningJob',
    { HyperParameterTuningJobName, MaxResults: 100 },
  )
  return TrainingJobSummaries
}
