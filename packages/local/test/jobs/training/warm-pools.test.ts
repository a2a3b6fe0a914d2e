import { describe, expect, it } from 'vitest'
import { restore } from '../../../src/jobs/restore.ts'
import {
  type Answer,
  type PlatformUnderTest,
  readLog,
  runFolders,
  trainingJob,
  usePlatform,
  waitForJob,
} from '../../support/with-platform.ts'

const opened = usePlatform()

const resources = (KeepAlivePeriodInSeconds?: number, InstanceCount = 1) => ({
  InstanceType: 'ml.m5.large',
  InstanceCount,
  VolumeSizeInGB: 1,
  ...(KeepAlivePeriodInSeconds !== undefined && { KeepAlivePeriodInSeconds }),
})

/** Runs a job to its end. */
async function train(
  test: PlatformUnderTest,
  TrainingJobName: string,
  changes: object = {},
): Promise<Answer> {
  const image = test.images.addProgram('uses-cache')
  const request = { TrainingJobName, ResourceConfig: resources(600), ...changes }
  await test.sageMaker('CreateTrainingJob', trainingJob(image, request))
  await waitForJob(test, undefined, TrainingJobName)
  return describeJob(test, TrainingJobName)
}

function describeJob(test: PlatformUnderTest, TrainingJobName: string): Promise<Answer> {
  return test.sageMaker('DescribeTrainingJob', { TrainingJobName })
}

/** Waits until a job's pool has a status. */
async function untilPool(test: PlatformUnderTest, name: string, status: string): Promise<Answer> {
  const poolOf = async () => (await describeJob(test, name)).WarmPoolStatus?.Status
  await expect.poll(poolOf).toBe(status)
  return (await describeJob(test, name)).WarmPoolStatus
}

const cacheOf = async (test: PlatformUnderTest, name: string) =>
  (await readLog(test, '/aws/sagemaker/TrainingJobs', `${name}/`)).join()

describe('a warm pool', () => {
  it('is left for a job like it, with its cache folder', async () => {
    const test = opened()
    await train(test, 'first', { ResourceConfig: resources(600, 2) })
    await untilPool(test, 'first', 'Available')
    const second = await train(test, 'second', {
      ResourceConfig: resources(undefined, 2),
      HyperParameters: { other: 'of no account' },
    })

    expect(await untilPool(test, 'first', 'Reused')).toEqual({
      Status: 'Reused',
      ReusedByJob: 'second',
      ResourceRetainedBillableTimeInSeconds: expect.any(Number),
    })
    expect(await cacheOf(test, 'first')).toBe('cache: ,cache: ')
    expect(await cacheOf(test, 'second')).toBe('cache: first,cache: first')
    expect(second.ResourceConfig).not.toHaveProperty('KeepAlivePeriodInSeconds')
    // It asked for none of its own.
    await untilPool(test, 'second', 'Terminated')
    await expect.poll(() => runFolders(test)).toEqual([])
  })

  it('goes on from job to job', async () => {
    const test = opened()
    for (const name of ['a', 'b', 'c']) {
      await train(test, name)
      await untilPool(test, name, 'Available')
    }

    expect(await cacheOf(test, 'c')).toBe('cache: a,b')
    expect((await describeJob(test, 'b')).WarmPoolStatus.ReusedByJob).toBe('c')
    const { TrainingJobSummaries } = await test.sageMaker('ListTrainingJobs', {
      WarmPoolStatusEquals: 'Available',
    })
    expect(TrainingJobSummaries).toMatchObject([
      { TrainingJobName: 'c', WarmPoolStatus: { Status: 'Available' } },
    ])
  })

  it('is not for a job that differs in what belongs to the instances', async () => {
    const test = opened()
    await train(test, 'first')
    await untilPool(test, 'first', 'Available')
    const others = {
      role: { RoleArn: 'arn:aws:iam::000000000000:role/Other' },
      count: { ResourceConfig: resources(0, 2) },
      volume: { ResourceConfig: { ...resources(0), VolumeSizeInGB: 2 } },
      isolated: { EnableNetworkIsolation: true },
      encrypted: { EnableInterContainerTrafficEncryption: true },
    }
    for (const [name, changes] of Object.entries(others)) {
      await train(test, name, { ResourceConfig: resources(0), ...changes })
    }

    expect((await describeJob(test, 'first')).WarmPoolStatus).toEqual({ Status: 'Available' })
    expect(await cacheOf(test, 'role')).toBe('no cache')
  })

  it('ends when its time is over, which can be changed, and says how long it was kept', async () => {
    const test = opened()
    await train(test, 'job')
    await untilPool(test, 'job', 'Available')
    test.clock.elapse(500_000)
    await test.sageMaker('UpdateTrainingJob', {
      TrainingJobName: 'job',
      ResourceConfig: { KeepAlivePeriodInSeconds: 1200 },
    })
    test.clock.elapse(600_000)
    const job = await describeJob(test, 'job')
    expect(job.WarmPoolStatus.Status).toBe('Available')
    expect(job.ResourceConfig.KeepAlivePeriodInSeconds).toBe(1200)
    test.clock.elapse(200_000)

    const pool = await untilPool(test, 'job', 'Terminated')
    expect(pool.ResourceRetainedBillableTimeInSeconds).toBeGreaterThanOrEqual(1300)
    await expect.poll(() => runFolders(test)).toEqual([])
    await expect(
      test.sageMaker('UpdateTrainingJob', {
        TrainingJobName: 'job',
        ResourceConfig: { KeepAlivePeriodInSeconds: 1200 },
      }),
    ).rejects.toThrow('has no warm pool that is Available or InUse')
  })

  it('ends at once when its time is set to nothing, and only then can its job be deleted', async () => {
    const test = opened()
    await train(test, 'job')
    await untilPool(test, 'job', 'Available')
    const name = { TrainingJobName: 'job' }
    await expect(test.sageMaker('DeleteTrainingJob', name)).rejects.toMatchObject({
      code: 'ResourceInUse',
    })
    await test.sageMaker('UpdateTrainingJob', {
      ...name,
      ResourceConfig: { KeepAlivePeriodInSeconds: 0 },
    })

    expect((await describeJob(test, 'job')).WarmPoolStatus.Status).toBe('Terminated')
    await test.sageMaker('DeleteTrainingJob', name)
    await expect(describeJob(test, 'job')).rejects.toThrow('not found')
  })

  it('is kept after a program that failed, and is InUse while it runs', async () => {
    const test = opened()
    const image = test.images.addProgram('uses-cache')
    const request = { HyperParameters: { code: '1' }, ResourceConfig: resources(600) }
    await test.sageMaker('CreateTrainingJob', trainingJob(image, request))
    expect((await describeJob(test, 'job')).WarmPoolStatus).toEqual({ Status: 'InUse' })

    expect((await waitForJob(test)).TrainingJobStatus).toBe('Failed')
    await untilPool(test, 'job', 'Available')
  })

  it('does not outlive the emulator', async () => {
    const test = opened()
    await train(test, 'job')
    await untilPool(test, 'job', 'Available')
    restore(test.platform)

    expect((await describeJob(test, 'job')).WarmPoolStatus.Status).toBe('Terminated')
  })

  it('is refused together with spot instances or instance groups', async () => {
    const test = opened()
    const image = test.images.addProgram('uses-cache')
    const InstanceGroups = [
      { InstanceGroupName: 'a', InstanceType: 'ml.m5.large', InstanceCount: 1 },
    ]
    for (const changes of [
      {
        ResourceConfig: resources(60),
        EnableManagedSpotTraining: true,
        StoppingCondition: { MaxRuntimeInSeconds: 60, MaxWaitTimeInSeconds: 60 },
      },
      { ResourceConfig: { InstanceGroups, VolumeSizeInGB: 1, KeepAlivePeriodInSeconds: 60 } },
    ]) {
      await expect(
        test.sageMaker('CreateTrainingJob', trainingJob(image, changes)),
      ).rejects.toMatchObject({ code: 'ValidationException' })
    }
  })
})
