import type {
  DescribeHyperParameterTuningJobResponse,
  HyperParameterTrainingJobSummary,
} from '@aws-sdk/client-sagemaker'
import type { FakeAnswer } from './fake-aws.ts'

type Summary = Partial<HyperParameterTrainingJobSummary> & { readonly value?: number }

/** A child of the tuning job `t` as SageMaker lists it; times on the wire are seconds. */
export function summaryOf(number: number, { value, ...members }: Summary = {}): object {
  const name = `t-${String(number).padStart(3, '0')}-0a1b2c3d`
  return {
    TrainingJobName: name,
    TrainingJobArn: `arn:aws:sagemaker:eu-west-1:123456789012:training-job/${name}`,
    CreationTime: 1000 + number,
    TrainingStartTime: 1010 + number,
    TrainingEndTime: 1070 + number,
    TrainingJobStatus: 'Completed',
    TunedHyperParameters: { degree: `${number}`, penalty: '0.5', pmethod: 'none' },
    ...(value !== undefined && {
      ObjectiveStatus: 'Succeeded',
      FinalHyperParameterTuningJobObjectiveMetric: { MetricName: 'gcv', Value: value },
    }),
    ...members,
  }
}

/** SageMaker's description of the tuning job `t`. */
export function described(
  HyperParameterTuningJobStatus: string,
  members: Partial<Record<keyof DescribeHyperParameterTuningJobResponse, unknown>> = {},
): FakeAnswer {
  return {
    body: {
      HyperParameterTuningJobName: 't',
      HyperParameterTuningJobArn: 'arn:t',
      HyperParameterTuningJobStatus,
      HyperParameterTuningJobConfig: {
        HyperParameterTuningJobObjective: { Type: 'Minimize', MetricName: 'gcv' },
        ResourceLimits: { MaxNumberOfTrainingJobs: 3 },
        ParameterRanges: {
          IntegerParameterRanges: [{ Name: 'degree', MinValue: '1', MaxValue: '3' }],
          ContinuousParameterRanges: [
            { Name: 'penalty', MinValue: '0.5', MaxValue: '5', ScalingType: 'Logarithmic' },
          ],
          CategoricalParameterRanges: [{ Name: 'pmethod', Values: ['backward', 'none'] }],
        },
      },
      TrainingJobDefinition: {
        AlgorithmSpecification: { MetricDefinitions: [{ Name: 'gcv', Regex: 'gcv=(.*)' }] },
      },
      TrainingJobStatusCounters: { Completed: 1, InProgress: 2 },
      ObjectiveStatusCounters: { Succeeded: 1 },
      ...members,
    },
  }
}
