import { describe, expect, it } from 'vitest'
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

/** Starts a job with checkpoints. */
async function start(
  test: PlatformUnderTest,
  hyperparameters: Record<string, string>,
  changes: object = {},
): Promise<void> {
  const image = test.images.addProgram('keeps-checkpoints')
  const request = trainingJob(image, {
    HyperParameters: hyperparameters,
    CheckpointConfig: { S3Uri: `s3://${bucket}/ckpt` },
    ...changes,
  })
  await test.sageMaker('CreateTrainingJob', request)
}

async function train(
  test: PlatformUnderTest,
  hyperparameters: Record<string, string> = {},
  changes: object = {},
): Promise<Answer> {
  await start(test, hyperparameters, changes)
  return waitForJob(test)
}

async function untilLogged(test: PlatformUnderTest, line: string): Promise<void> {
  const log = () => readLog(test, group).catch(() => [])
  await expect.poll(log).toContain(line)
}

describe('CheckpointConfig', () => {
  it('restores before the start, and stores changes and deletions after the end [G037]', async () => {
    const test = opened()
    await test.put('ckpt/algo-1.txt', '41')
    await test.put('ckpt/old.txt', 'old')
    await test.put('ckpt/deep/kept.txt', 'kept')
    const job = await train(test)

    expect(await readLog(test, group)).toContain('found algo-1.txt,deep,old.txt')
    expect(await readPrefix(test, 'ckpt/')).toEqual({
      'algo-1.txt': '42',
      'deep/kept.txt': 'kept',
    })
    expect(job.CheckpointConfig).toEqual({
      S3Uri: `s3://${bucket}/ckpt`,
      LocalPath: '/opt/ml/checkpoints',
    })
  })

  it('stores while the program runs [G037]', async () => {
    const test = opened()
    await test.put('ckpt/old.txt', 'old')
    await start(test, { end: 'stopped' })
    await expect.poll(() => readPrefix(test, 'ckpt/')).toEqual({ 'algo-1.txt': '1' })

    await test.sageMaker('StopTrainingJob', stop)
    await waitForJob(test)
    expect(await readPrefix(test, 'ckpt/')).toEqual({
      'algo-1.txt': '1',
      'last-of-algo-1.txt': 'last',
    })
  })

  const left = { 'algo-1.txt': '1', 'last-of-algo-1.txt': 'last' }

  it('stores what is left of a job that fails', async () => {
    const test = opened()
    expect((await train(test, { end: 'badly' })).TrainingJobStatus).toBe('Failed')
    expect(await readPrefix(test, 'ckpt/')).toEqual(left)
  })

  it('stores what is left of a program that had to be killed', async () => {
    const test = opened()
    await start(test, { end: 'killed' })
    await untilLogged(test, 'ready')
    await test.sageMaker('StopTrainingJob', stop)
    await untilLogged(test, 'no')
    test.clock.elapse(120_000)
    await waitForJob(test)
    expect(await readPrefix(test, 'ckpt/')).toEqual(left)
  })

  it('has all hosts share one prefix', async () => {
    const test = opened()
    await test.put('ckpt/old.txt', 'old')
    const ResourceConfig = { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 1 }
    await train(test, {}, { ResourceConfig })

    expect(await readPrefix(test, 'ckpt/')).toEqual({ 'algo-1.txt': '1', 'algo-2.txt': '1' })
  })

  it('takes another folder, and refuses one that is not there', async () => {
    const test = opened()
    const S3Uri = `s3://${bucket}/ckpt`
    await train(
      test,
      { folder: 'my/own' },
      {
        CheckpointConfig: { S3Uri, LocalPath: '/opt/ml/my/own' },
      },
    )
    expect(await readPrefix(test, 'ckpt/')).toEqual({ 'algo-1.txt': '1' })

    for (const [CheckpointConfig, text] of [
      [{ S3Uri, LocalPath: '/opt/ml/../etc' }, 'outside of /opt/ml'],
      [{ S3Uri, LocalPath: '/checkpoints' }, 'outside of /opt/ml'],
      [{ S3Uri: 's3://no-bucket/x' }, 'CheckpointConfig S3 bucket'],
    ] as const) {
      await expect(start(test, {}, { TrainingJobName: 'x', CheckpointConfig })).rejects.toThrow(
        text,
      )
    }
  })
})
