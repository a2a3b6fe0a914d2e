import { describe, expect, it } from 'vitest'
import { removeAll } from '../../src/cleanup/clean-up.ts'
import type { Resource } from '../../src/index.ts'
import { awsError, type FakeOperation, startFakeAws } from '../support/fake-aws.ts'
import { described, summaryOf } from '../support/tuning-answers.ts'

const resource: Resource = { kind: 'tuning-job', name: 't', arn: 'arn:t' }
const notFound = awsError('ResourceNotFound', 'Not there.')

async function remove(
  operations: Readonly<Record<string, FakeOperation>>,
  keepTrainingJobs: boolean,
) {
  await using aws = await startFakeAws({
    StopHyperParameterTuningJob: [{}],
    DeleteHyperParameterTuningJob: [{}],
    StopTrainingJob: [{}],
    DeleteTrainingJob: [{}],
    DescribeTrainingJob: [{ body: { TrainingJobStatus: 'Completed' } }],
    ListTrainingJobsForHyperParameterTuningJob: [
      { body: { TrainingJobSummaries: [summaryOf(1), summaryOf(2)] } },
    ],
    ...operations,
  })
  const report = await removeAll(aws.session, [resource], { keepTrainingJobs })
  const made = aws.requests.map(({ operation }) => operation)
  return { report, made: made.filter((operation) => /^(Stop|Delete)/.test(operation)), aws }
}

describe('removing a tuning job', () => {
  it('stops a search that runs, and deletes it with all its trials', async () => {
    const { report, made } = await remove(
      {
        DescribeHyperParameterTuningJob: [
          described('InProgress'),
          described('Stopping'),
          described('Stopped'),
        ],
      },
      false,
    )

    expect(report).toEqual({ removed: [resource], leftovers: [] })
    expect(made).toEqual([
      'StopHyperParameterTuningJob',
      'DeleteTrainingJob',
      'DeleteTrainingJob',
      'DeleteHyperParameterTuningJob',
    ])
  })

  it('keeps all records where they are to be kept, but stops a trial that runs on', async () => {
    const { report, made } = await remove(
      {
        DescribeHyperParameterTuningJob: [described('Failed')],
        ListTrainingJobsForHyperParameterTuningJob: [
          {
            body: {
              TrainingJobSummaries: [
                summaryOf(1),
                summaryOf(2, { TrainingJobStatus: 'InProgress' }),
              ],
            },
          },
        ],
        DescribeTrainingJob: [
          { body: { TrainingJobStatus: 'InProgress' } },
          { body: { TrainingJobStatus: 'Stopped' } },
        ],
      },
      true,
    )

    expect(report.leftovers).toEqual([])
    expect(made).toEqual(['StopTrainingJob'])
  })

  it('takes one that is gone already as removed', async () => {
    const { report, made } = await remove({ DescribeHyperParameterTuningJob: [notFound] }, false)

    expect(report.removed).toEqual([resource])
    expect(made).toEqual([])
  })

  it('leaves the search for a later clean-up when a trial cannot be deleted', async () => {
    const { report, made } = await remove(
      {
        DescribeHyperParameterTuningJob: [described('Completed')],
        DeleteTrainingJob: [awsError('AccessDeniedException', 'not authorized')],
      },
      false,
    )

    expect(report.leftovers).toMatchObject([
      { resource, reason: expect.stringMatching(/DeleteTrainingJob/) },
    ])
    expect(made).not.toContain('DeleteHyperParameterTuningJob')
  })
})
