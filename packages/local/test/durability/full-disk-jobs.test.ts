import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { S3 } from '@aws-sdk/client-s3'
import { SageMaker } from '@aws-sdk/client-sagemaker'
import { SageMakerRuntime } from '@aws-sdk/client-sagemaker-runtime'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LocalSageMaker, startLocalSageMaker } from '../../src/index.ts'
import { deployProgram } from '../support/deploy-program.ts'
import { PackedImages } from '../support/images.ts'
import { pushProgram } from '../support/push-program.ts'
import { readLogGroup } from '../support/read-log.ts'
import { mountSmallDisk } from '../support/small-disk.ts'
import { tuningJob } from '../support/tuning.ts'
import { clientConfig } from '../support/with-local.ts'
import { bucket, trainingJob } from '../support/with-platform.ts'

const disk = mountSmallDisk()
const packed = mkdtempSync(join(tmpdir(), 'byo-full-disk-images-'))
const images = new PackedImages(packed)
let local: LocalSageMaker

const sageMaker = () => new SageMaker(clientConfig(local))
const start = () => startLocalSageMaker({ dataDir: join(disk?.folder ?? '', 'data') })

async function restart(): Promise<void> {
  await local.close()
  local = await start()
}

const refused = {
  message: expect.stringContaining('disk'),
  $metadata: expect.objectContaining({ httpStatusCode: 500 }),
}

const describeJob = (name: string) => sageMaker().describeTrainingJob({ TrainingJobName: name })

const statusOf = async (name: string) => (await describeJob(name)).TrainingJobStatus

describe.skipIf(disk === undefined)('a disk that becomes full', () => {
  beforeEach(async () => {
    local = await start()
    await new S3(clientConfig(local)).createBucket({ Bucket: bucket })
  })
  afterEach(async () => {
    disk?.empty()
    await local.close()
    rmSync(join(disk?.folder ?? '', 'data'), { recursive: true, force: true })
  })
  afterAll(() => {
    disk?.unmount()
    rmSync(packed, { recursive: true, force: true })
  })

  it('lets a training job end, and its end is written when there is room again', async () => {
    const image = await pushProgram(local, images, 'talks-long')
    await sageMaker().createTrainingJob(trainingJob(image))
    await expect.poll(async () => (await describeJob('job')).SecondaryStatus).toBe('Training')
    disk?.fill()

    await sageMaker().stopTrainingJob({ TrainingJobName: 'job' })
    // Its artifacts can't be stored.
    await expect.poll(() => statusOf('job')).toBe('Failed')
    const ended = await describeJob('job')
    disk?.empty()
    await restart()

    expect(ended.FailureReason).toMatch(/disk/)
    expect(await describeJob('job')).toMatchObject({
      TrainingJobStatus: 'Failed',
      FailureReason: ended.FailureReason,
    })
  })

  it('refuses what is to be made or changed, of which nothing is there then', async () => {
    const image = await pushProgram(local, images, 'trains-ok')
    const { ModelArn: ResourceArn } = await sageMaker().createModel({
      ModelName: 'model',
      PrimaryContainer: { Image: image },
      Tags: [{ Key: 'a', Value: 'b' }],
    })
    disk?.fill()

    await expect(sageMaker().createTrainingJob(trainingJob(image))).rejects.toMatchObject(refused)
    await expect(
      sageMaker().createModel({ ModelName: 'other', PrimaryContainer: { Image: image } }),
    ).rejects.toMatchObject(refused)
    const Tags = [{ Key: 'a', Value: 'x'.repeat(256) }]
    await expect(sageMaker().addTags({ ResourceArn, Tags })).rejects.toMatchObject(refused)
    expect((await sageMaker().listTrainingJobs({})).TrainingJobSummaries).toEqual([])
    expect((await sageMaker().listModels({})).Models).toHaveLength(1)
    expect((await sageMaker().listTags({ ResourceArn })).Tags).toEqual([{ Key: 'a', Value: 'b' }])
    disk?.empty()

    await sageMaker().addTags({ ResourceArn, Tags })
    expect((await sageMaker().listTags({ ResourceArn })).Tags).toEqual(Tags)
  })

  it('ends a tuning job with the reason, and what it has found stays', async () => {
    const image = await pushProgram(local, images, 'tuned')
    const limits = { MaxNumberOfTrainingJobs: 500, MaxParallelTrainingJobs: 1 }
    const name = { HyperParameterTuningJobName: 'tuning' }
    const look = () => sageMaker().describeHyperParameterTuningJob(name)
    await sageMaker().createHyperParameterTuningJob(tuningJob(image, { limits }))
    await expect.poll(async () => (await look()).BestTrainingJob?.TrainingJobName).toBeDefined()
    disk?.fill()

    await expect.poll(async () => (await look()).HyperParameterTuningJobStatus).toBe('Failed')
    expect((await look()).FailureReason).toMatch(/ENOSPC|disk/)
    disk?.empty()
    await restart()

    expect(await look()).toMatchObject({
      HyperParameterTuningJobStatus: 'Failed',
      BestTrainingJob: { TrainingJobStatus: 'Completed' },
    })
  })

  it('leaves an endpoint in service, and lets it be deleted', async () => {
    await deployProgram(local, images, 'serves')
    disk?.fill()

    const runtime = new SageMakerRuntime(clientConfig(local))
    const { Body } = await runtime.invokeEndpoint({ EndpointName: 'serves', Body: 'echo' })
    await sageMaker().deleteEndpoint({ EndpointName: 'serves' })
    await expect.poll(async () => (await sageMaker().listEndpoints({})).Endpoints).toEqual([])
    await restart()

    expect(Buffer.from(Body ?? []).toString()).toBe('echo')
    expect((await sageMaker().listEndpoints({})).Endpoints).toEqual([])
  })

  it('keeps a log whole, also of the time when none of it could be written', async () => {
    const image = await pushProgram(local, images, 'talks-long')
    const read = () => readLogGroup(local, '/aws/sagemaker/TrainingJobs')
    const moreThan = (count: number) =>
      expect.poll(async () => (await read()).length).toBeGreaterThan(count)
    await sageMaker().createTrainingJob(trainingJob(image))
    await moreThan(10)
    disk?.fill()
    await moreThan((await read()).length + 10)
    const atFull = await read()
    disk?.empty()
    await moreThan(atFull.length + 10)
    disk?.fill()
    await moreThan((await read()).length + 10)
    await sageMaker().stopTrainingJob({ TrainingJobName: 'job' })
    await expect.poll(() => statusOf('job')).toBe('Failed')
    const whole = await read()
    disk?.empty()
    await restart()

    expect(await read()).toEqual(whole)
    expect(whole.map((line) => Number(/^line (\d+)( x{2000})?$/.exec(line ?? '')?.[1]))).toEqual(
      whole.map((_, i) => i + 1),
    )
  })
})
