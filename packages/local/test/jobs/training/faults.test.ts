import { describe, expect, it } from 'vitest'
import type { JobFault } from '../../../src/faults/fault.ts'
import type { FaultRegistry } from '../../../src/faults/fault-registry.ts'
import { readPrefix } from '../../support/artifacts.ts'
import {
  type Answer,
  bucket,
  type PlatformUnderTest,
  readLog,
  trainingJob,
  usePlatform,
  waitForJob,
} from '../../support/with-platform.ts'

const opened = usePlatform()
const group = '/aws/sagemaker/TrainingJobs'
const stop = { TrainingJobName: 'job' }
const spot = {
  EnableManagedSpotTraining: true,
  StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 7200 },
}

/** Has the next runs of jobs go wrong, one fault each. */
function plan({ platform }: PlatformUnderTest, ...faults: readonly Partial<JobFault>[]): void {
  for (const fault of faults) (platform.faults as FaultRegistry).add({ job: 'training', ...fault })
}

async function start(test: PlatformUnderTest, program: string, changes: object = {}) {
  const image = test.images.addProgram(program)
  await test.sageMaker('CreateTrainingJob', trainingJob(image, changes))
}

const statusesOf = (job: Answer): string[] =>
  job.SecondaryStatusTransitions.map(({ Status }: Answer) => Status)

describe('a spot job whose instances are taken away', () => {
  it('is told, interrupted, and runs again from its checkpoint [G038]', async () => {
    const test = opened()
    plan(test, { interruptAfterMilliseconds: 600_000 })
    await start(test, 'keeps-checkpoints', {
      ...spot,
      HyperParameters: { end: 'once' },
      CheckpointConfig: { S3Uri: `s3://${bucket}/ckpt` },
    })
    await expect.poll(() => readLog(test, group).catch(() => [])).toContain('ready')
    test.clock.elapse(600_000)

    const job = await waitForJob(test)
    expect(statusesOf(job)).toEqual([
      'Starting',
      'Downloading',
      'Training',
      'Interrupted',
      'Starting',
      'Downloading',
      'Training',
      'Uploading',
      'Completed',
    ])
    expect(await readPrefix(test, 'ckpt/')).toEqual({
      'algo-1.txt': '2',
      'last-of-algo-1.txt': 'last',
    })
    const { logStreams } = await test.logs('DescribeLogStreams', { logGroupName: group })
    expect(logStreams).toHaveLength(2)
    expect(job.BillableTimeInSeconds).toBeLessThan(job.TrainingTimeInSeconds)
    expect(job.TrainingTimeInSeconds).toBeGreaterThanOrEqual(600)
  })

  it('is killed after two minutes if it takes no notice', async () => {
    const test = opened()
    plan(test, { interruptAfterMilliseconds: 1000 })
    await start(test, 'ignores-sigterm', spot)
    const countOf = async (line: string) => {
      const lines = await readLog(test, group).catch(() => [])
      return lines.filter((one) => one === line).length
    }
    const until = (line: string, count: number) => expect.poll(() => countOf(line)).toBe(count)
    await until('ready', 1)
    test.clock.elapse(1000)
    await until('no', 1)
    expect((await waitForJob(test, ['Interrupted'])).TrainingJobStatus).toBe('InProgress')
    test.clock.elapse(120_000)

    await until('ready', 2)
    await test.sageMaker('StopTrainingJob', stop)
    await until('no', 2)
    test.clock.elapse(120_000)
    expect((await waitForJob(test)).SecondaryStatus).toBe('Stopped')
  })

  it('ends as MaxWaitTimeExceeded when all takes too long', async () => {
    const test = opened()
    plan(test, { delayMilliseconds: 8_000_000 })
    await start(test, 'trains-ok', spot)
    await waitForJob(test, ['Pending'])
    test.clock.elapse(7_200_000)

    const job = await waitForJob(test)
    expect(job).toMatchObject({
      TrainingJobStatus: 'Stopped',
      SecondaryStatus: 'MaxWaitTimeExceeded',
      ModelArtifacts: {},
    })
    expect(job).not.toHaveProperty('TrainingStartTime')
    expect(job).not.toHaveProperty('BillableTimeInSeconds')
  })
})

describe('a job that is to go wrong', () => {
  it('waits for its instances as Pending, and trains then', async () => {
    const test = opened()
    plan(test, { delayMilliseconds: 60_000 })
    await start(test, 'trains-ok')
    await waitForJob(test, ['Pending'])
    test.clock.elapse(60_000)

    const job = await waitForJob(test)
    expect(statusesOf(job)).toEqual([
      'Starting',
      'Pending',
      'Starting',
      'Downloading',
      'Training',
      'Uploading',
      'Completed',
    ])
    expect(job.BillableTimeInSeconds).toBeLessThan(60)
  })

  it('can be stopped while it waits', async () => {
    const test = opened()
    plan(test, { delayMilliseconds: 60_000 })
    await start(test, 'trains-ok')
    await waitForJob(test, ['Pending'])
    await test.sageMaker('StopTrainingJob', stop)

    expect((await waitForJob(test)).SecondaryStatus).toBe('Stopped')
  })

  it('waits no longer than MaxPendingTimeInSeconds for an accelerated instance', async () => {
    const test = opened()
    plan(test, { delayMilliseconds: 10_000_000 })
    await start(test, 'trains-ok', {
      ResourceConfig: { InstanceType: 'ml.g5.xlarge', InstanceCount: 1, VolumeSizeInGB: 1 },
      StoppingCondition: { MaxPendingTimeInSeconds: 7200 },
    })
    await waitForJob(test, ['Pending'])
    test.clock.elapse(7_200_000)

    expect((await waitForJob(test)).TrainingJobStatus).toBe('Stopped')
  })

  it('fails without capacity, and is not tried again', async () => {
    const test = opened()
    plan(test, { capacity: true })
    await start(test, 'trains-ok', { RetryStrategy: { MaximumRetryAttempts: 3 } })

    expect(await waitForJob(test)).toMatchObject({
      TrainingJobStatus: 'Failed',
      FailureReason:
        'CapacityError: Unable to provision requested ML compute capacity. Please retry using a different ML instance type.',
    })
  })

  it('is tried again after an InternalServerError, as often as it asks for', async () => {
    const test = opened()
    const failureReason = 'InternalServerError: We encountered an internal error.'
    plan(test, { failureReason }, { failureReason })
    await start(test, 'trains-ok', { RetryStrategy: { MaximumRetryAttempts: 2 } })
    const job = await waitForJob(test)
    expect(job.TrainingJobStatus).toBe('Completed')
    expect(statusesOf(job).slice(0, 4)).toEqual(['Starting', 'Starting', 'Starting', 'Downloading'])

    plan(test, { failureReason }, { failureReason })
    const TrainingJobName = 'again'
    await start(test, 'trains-ok', { TrainingJobName, RetryStrategy: { MaximumRetryAttempts: 1 } })
    expect((await waitForJob(test, undefined, 'again')).FailureReason).toBe(failureReason)
  })

  it('is not tried again after an error of its own', async () => {
    const test = opened()
    await start(test, 'fails-with-reason', { RetryStrategy: { MaximumRetryAttempts: 1 } })

    expect(statusesOf(await waitForJob(test))).toEqual([
      'Starting',
      'Downloading',
      'Training',
      'Uploading',
      'Failed',
    ])
  })
})
