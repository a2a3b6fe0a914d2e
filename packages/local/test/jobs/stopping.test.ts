import { describe, expect, it } from 'vitest'
import {
  bucket,
  type PlatformUnderTest,
  readLog,
  trainingJob,
  usePlatform,
  waitForJob,
} from '../support/with-platform.ts'

const group = '/aws/sagemaker/TrainingJobs'

/** Starts a job and waits until its program has said that it is ready. */
async function startReady(test: PlatformUnderTest, program: string, changes = {}): Promise<void> {
  const image = test.images.addProgram(program)
  await test.sageMaker('CreateTrainingJob', trainingJob(image, changes))
  await waitForJob(test, ['Training'])
  await untilLogged(test, 'ready')
}

async function untilLogged(test: PlatformUnderTest, line: string): Promise<void> {
  await expect.poll(() => readLog(test, group)).toContain(line)
}

const stop = { TrainingJobName: 'job' }

const opened = usePlatform()

describe('StopTrainingJob', () => {
  it('stops at once in name, and saves what the program leaves on SIGTERM [G024]', async () => {
    const test = opened()
    await startReady(test, 'saves-on-sigterm')
    await test.sageMaker('StopTrainingJob', stop)

    const stopping = await test.sageMaker('DescribeTrainingJob', stop)
    expect(stopping).toMatchObject({ TrainingJobStatus: 'Stopping', SecondaryStatus: 'Stopping' })
    const job = await waitForJob(test)
    expect(job).toMatchObject({
      TrainingJobStatus: 'Stopped',
      SecondaryStatus: 'Stopped',
      ModelArtifacts: { S3ModelArtifacts: `s3://${bucket}/out/job/output/model.tar.gz` },
    })
    expect(job).not.toHaveProperty('FailureReason')
    expect(job.SecondaryStatusTransitions.map(({ Status }: { Status: string }) => Status)).toEqual([
      'Starting',
      'Downloading',
      'Training',
      'Stopping',
      'Stopped',
    ])
  })

  it('kills a program that ignores SIGTERM after 120 seconds, and saves what it has left [G024]', async () => {
    const test = opened()
    await startReady(test, 'ignores-sigterm')
    await test.sageMaker('StopTrainingJob', stop)
    await untilLogged(test, 'no')
    test.clock.elapse(119_000)
    expect(await test.sageMaker('DescribeTrainingJob', stop)).toMatchObject({
      TrainingJobStatus: 'Stopping',
    })
    test.clock.elapse(1_000)

    expect((await waitForJob(test)).TrainingJobStatus).toBe('Stopped')
    expect(test.objects.get(bucket, 'out/job/output/model.tar.gz')).toBeDefined()
  })

  it('changes nothing when it is called twice [G026]', async () => {
    const test = opened()
    await startReady(test, 'saves-on-sigterm')
    await test.sageMaker('StopTrainingJob', stop)
    await test.sageMaker('StopTrainingJob', stop)

    const job = await waitForJob(test)
    expect(job.TrainingJobStatus).toBe('Stopped')
    expect(job.SecondaryStatusTransitions).toHaveLength(5)
  })

  it('is refused for a job that has ended [G025]', async () => {
    const test = opened()
    const image = test.images.addProgram('trains-ok')
    await test.sageMaker('CreateTrainingJob', trainingJob(image))
    await waitForJob(test)

    await expect(test.sageMaker('StopTrainingJob', stop)).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'The request was rejected because the training job is in status Completed.',
    })
  })
})

describe('MaxRuntimeInSeconds', () => {
  it('ends a job as MaxRuntimeExceeded, told by SIGTERM, with its model [G023]', async () => {
    const test = opened()
    await startReady(test, 'saves-on-sigterm', { StoppingCondition: { MaxRuntimeInSeconds: 3600 } })
    test.clock.elapse(3_600_000)

    const job = await waitForJob(test)
    expect(job).toMatchObject({
      TrainingJobStatus: 'Stopped',
      SecondaryStatus: 'MaxRuntimeExceeded',
      ModelArtifacts: { S3ModelArtifacts: expect.stringContaining('model.tar.gz') },
    })
  })

  it('may be longer than a timer of Node can count', async () => {
    const test = opened()
    const StoppingCondition = { MaxRuntimeInSeconds: 2_419_200 }
    await startReady(test, 'saves-on-sigterm', { StoppingCondition })
    test.clock.elapse(2_419_100_000)
    expect(await test.sageMaker('DescribeTrainingJob', stop)).toMatchObject({
      SecondaryStatus: 'Training',
    })
    await test.sageMaker('StopTrainingJob', stop)
    await waitForJob(test)
  })
})
