import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import {
  type Answer,
  bucket,
  channel,
  type PlatformUnderTest,
  runFolders,
  trainingJob,
  usePlatform,
  waitForJob,
} from '../../support/with-platform.ts'

const opened = usePlatform()

/** Makes the store fail for keys that contain a text, as on a full disk, once it has read a little. */
function fillDisk({ objects }: PlatformUnderTest, text: string): void {
  const put = objects.put.bind(objects)
  objects.put = async (name, key, body: Readable, attributes) => {
    if (!key.includes(text)) return put(name, key, body, attributes)
    async function* cut(): AsyncGenerator<Uint8Array> {
      for await (const chunk of body) {
        yield chunk
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
      }
    }
    return put(name, key, Readable.from(cut()), attributes)
  }
}

async function train(test: PlatformUnderTest, changes: object = {}): Promise<Answer> {
  const image = test.images.addProgram('trains-ok')
  await test.sageMaker('CreateTrainingJob', trainingJob(image, changes))
  return waitForJob(test)
}

describe('a job without room for what it leaves', () => {
  it('fails with the reason, and leaves no half of its model', async () => {
    const test = opened()
    fillDisk(test, 'model.tar.gz')
    const job = await train(test)

    expect(job).toMatchObject({
      TrainingJobStatus: 'Failed',
      FailureReason: `ClientError: Artifact upload failed: s3://${bucket}/out/job/output/model.tar.gz could not be stored (insufficient disk space).`,
      ModelArtifacts: {},
    })
    const keys = test.objects.list(bucket, 'out/').map(({ key }) => key)
    expect(keys).toEqual(['out/job/output/output.tar.gz'])
    expect(runFolders(test)).toEqual([])
  })

  it('takes away what it has stored already of a model of single files', async () => {
    const test = opened()
    fillDisk(test, 'w.bin')
    const OutputDataConfig = { S3OutputPath: `s3://${bucket}/out`, CompressionType: 'NONE' }
    const job = await train(test, { OutputDataConfig })

    expect(job.FailureReason).toContain('model/weights/w.bin could not be stored')
    expect(test.objects.list(bucket, 'out/job/output/model/')).toEqual([])
  })
})

describe('a job that is out of time or stopped while it downloads', () => {
  /** Calls back while the job's objects are copied. */
  async function whileDownloading(test: PlatformUnderTest, act: () => void): Promise<Answer> {
    for (let i = 0; i < 200; i += 1) await test.put(`data/${i}`, 'x')
    const { objects } = test
    const get = objects.get.bind(objects)
    let found = 0
    objects.get = (...place) => {
      found += 1
      if (found === 20) act()
      return get(...place)
    }
    return train(test, { InputDataConfig: [channel('train', `s3://${bucket}/data/`)] })
  }
  const statusesOf = (job: Answer) =>
    job.SecondaryStatusTransitions.map(({ Status }: Answer) => Status)

  it('ends without a model as MaxRuntimeExceeded', async () => {
    const test = opened()
    const job = await whileDownloading(test, () => test.clock.elapse(60_000))

    expect(job).toMatchObject({ TrainingJobStatus: 'Stopped', ModelArtifacts: {} })
    expect(statusesOf(job)).toEqual(['Starting', 'Downloading', 'Stopping', 'MaxRuntimeExceeded'])
    expect(job).not.toHaveProperty('FailureReason')
  })

  it('ends without a model as Stopped', async () => {
    const test = opened()
    const job = await whileDownloading(
      test,
      () => void test.sageMaker('StopTrainingJob', { TrainingJobName: 'job' }),
    )

    expect(statusesOf(job)).toEqual(['Starting', 'Downloading', 'Stopping', 'Stopped'])
    expect(test.objects.list(bucket, 'out/')).toEqual([])
  })
})

describe('a program that a signal ended', () => {
  it('has 128 and the signal’s number as its exit code', async () => {
    const test = opened()
    const image = test.images.add('dies', {
      layers: [{ 'opt/die.mjs': "process.kill(process.pid, 'SIGKILL')" }],
      config: { Entrypoint: ['node', '/opt/die.mjs'] },
    })
    await test.sageMaker('CreateTrainingJob', trainingJob(image))

    expect((await waitForJob(test)).FailureReason).toBe('AlgorithmError: , exit code: 137')
  })
})
