import { existsSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { capabilityLabels } from '@byo/container-kit/contract'
import { describe, expect, it } from 'vitest'
import { modelArchive } from '../../support/endpoints.ts'
import { isAlive } from '../../support/programs.ts'
import {
  createTransformModel,
  input,
  output,
  outputs,
  seenRequests,
  transform,
  transformJob,
  transformLog,
  waitForTransform,
} from '../../support/transforms.ts'
import {
  bucket,
  type PlatformUnderTest,
  runFolders,
  usePlatform,
} from '../../support/with-platform.ts'

const opened = usePlatform()
const megabyte = 1024 ** 2

describe('a transform job', () => {
  it('stores one output for each object, at its key below the prefix [G080]', async () => {
    const test = opened()
    await createTransformModel(test)
    await test.put('in/a.csv', '1\n')
    await test.put('in/deep/er/b.csv', '2\n')
    await test.put('in/folder/', '')
    const job = await transform(test)

    expect(job).toMatchObject({ TransformJobStatus: 'Completed' })
    expect(outputs(test)).toEqual({ 'out/a.csv.out': '1\n', 'out/deep/er/b.csv.out': '2\n' })
    expect(job.TransformStartTime).toBeGreaterThanOrEqual(job.CreationTime)
    expect(job.TransformEndTime).toBeGreaterThanOrEqual(job.TransformStartTime)
    expect(job).not.toHaveProperty('FailureReason')
    await expect.poll(() => runFolders(test)).toEqual([])
  })

  it('takes one object by its key, and those of a manifest by its paths [G080]', async () => {
    const test = opened()
    await createTransformModel(test)
    const one = await test.put('in/a.csv', '1\n')
    await test.put('in/b/c.csv', '2\n')
    const list = JSON.stringify([{ prefix: `s3://${bucket}/in/` }, 'b/c.csv'])
    const manifest = await test.put('list.json', list)
    await transform(test, { TransformInput: input({}, one) })
    expect(outputs(test)).toEqual({ 'out/a.csv.out': '1\n' })

    const DataSource = { S3DataSource: { S3DataType: 'ManifestFile', S3Uri: manifest } }
    const changes = { TransformJobName: 'other', TransformInput: input({ DataSource }) }
    await test.sageMaker('CreateTransformJob', transformJob(changes))
    await waitForTransform(test, undefined, 'other')
    expect(Object.keys(outputs(test))).toEqual(['out/a.csv.out', 'out/b/c.csv.out'])
  })

  it('sends a line a request as SingleRecord, with the types of the job [G081]', async () => {
    const test = opened()
    await createTransformModel(test)
    await test.put('in/a.csv', '1,2\r\n\n3,4\n5,6')
    await transform(test, {
      BatchStrategy: 'SingleRecord',
      TransformOutput: output({ Accept: 'text/plain' }),
    })

    const types = { lines: 1, type: 'text/csv', accept: 'text/plain' }
    expect(await seenRequests(test)).toEqual([
      expect.objectContaining({ ...types, bytes: 5 }),
      expect.objectContaining({ ...types, bytes: 4 }),
      expect.objectContaining({ ...types, bytes: 3 }),
    ])
    expect(outputs(test)).toEqual({ 'out/a.csv.out': '1,2\r\n3,4\n5,6\n' })
  })

  it('packs as many lines into a request as MaxPayloadInMB has room for [G081]', async () => {
    const test = opened()
    await createTransformModel(test)
    const line = `${'x'.repeat(megabyte / 4 - 1)}\n`
    await test.put('in/a.csv', line.repeat(10))
    const job = await transform(test, { BatchStrategy: 'MultiRecord', MaxPayloadInMB: 1 })

    expect(job.TransformJobStatus).toBe('Completed')
    const requests = await seenRequests(test)
    expect(requests.map(({ lines }) => lines)).toEqual([4, 4, 2])
    expect(requests[0]?.bytes).toBe(megabyte)
    expect(outputs(test)['out/a.csv.out']).toBe(line.repeat(10))
  })

  it('fails for a record that is larger than the limit, naming it and its object [G081]', async () => {
    const test = opened()
    await createTransformModel(test)
    await test.put('in/a.csv', `1\n${'x'.repeat(megabyte)}\n3\n`)
    for (const BatchStrategy of ['SingleRecord', 'MultiRecord']) {
      const changes = { TransformJobName: BatchStrategy, BatchStrategy, MaxPayloadInMB: 1 }
      await test.sageMaker('CreateTransformJob', transformJob(changes))
      expect(await waitForTransform(test, undefined, BatchStrategy)).toMatchObject({
        TransformJobStatus: 'Failed',
        FailureReason: `ClientError: s3://${bucket}/in/a.csv could not be transformed: Record 2 is larger than the 1 MB that MaxPayloadInMB allows for a request. See job logs for more information.`,
      })
    }
    expect(outputs(test)).toEqual({})
  })

  it('takes 100,000 rows through MultiRecord in few requests, each of them once and in order [G081]', async () => {
    const test = opened()
    await createTransformModel(test, { MODE: 'columns' })
    const rows = Array.from({ length: 100_000 }, (_, i) => `${i},5.1,3.5,1.4,0.2,setosa`)
    await test.put('in/a.csv', `${rows.join('\n')}\n`)
    const job = await transform(test, {
      MaxPayloadInMB: 1,
      MaxConcurrentTransforms: 4,
      DataProcessing: { InputFilter: '$[1:]', JoinSource: 'Input', OutputFilter: '$[0,-1]' },
    })

    expect(job.TransformJobStatus).toBe('Completed')
    expect((await seenRequests(test)).length).toBeLessThanOrEqual(3)
    const answered = outputs(test)['out/a.csv.out']?.trimEnd().split('\n') ?? []
    expect(answered.length).toBe(100_000)
    expect(answered.every((row, i) => row === `${i},5`)).toBe(true)
  })

  it('sends an object as it is without SplitType, zipped or not', async () => {
    const test = opened()
    await createTransformModel(test, { MODE: 'bytes' })
    const bytes = Buffer.from([0, 10, 255, 13, 10])
    await test.put('in/a.bin.gz', gzipSync(bytes))
    const TransformInput = input({ SplitType: 'None', CompressionType: 'Gzip', ContentType: 'x/y' })
    const TransformOutput = output({ AssembleWith: 'None' })
    await transform(test, { TransformInput, TransformOutput })
    expect(outputs(test)).toEqual({ 'out/a.bin.gz.out': '000aff0d0a' })

    await test.put('in/b.bin.gz', bytes)
    await test.sageMaker(
      'CreateTransformJob',
      transformJob({ TransformJobName: 'broken', TransformInput }),
    )
    const { FailureReason } = await waitForTransform(test, undefined, 'broken')
    expect(FailureReason).toMatch(/in\/b\.bin\.gz could not be transformed: .*cannot be unzipped/)
  })

  it('sends requests in chunks, of any size, where MaxPayloadInMB is 0', async () => {
    const test = opened()
    await createTransformModel(test)
    const text = 'x'.repeat(7 * megabyte)
    await test.put('in/a.csv', text)
    await transform(test, { MaxPayloadInMB: 0, TransformInput: input({ SplitType: 'None' }) })

    expect(await seenRequests(test)).toEqual([
      expect.objectContaining({ bytes: text.length, coding: 'chunked' }),
    ])
    expect(outputs(test)['out/a.csv.out']?.length).toBe(text.length + 1)
  })

  it('ends each answer with a newline for AssembleWith Line, unless it has one, and adds none for None [G082]', async () => {
    const test = opened()
    await test.put('in/a.csv', '1\n2\n')
    const SingleRecord = { BatchStrategy: 'SingleRecord' }
    await createTransformModel(test, { MODE: 'echo' })
    await transform(test, SingleRecord)
    expect(outputs(test)).toEqual({ 'out/a.csv.out': '1\n2\n' })

    const runAnother = async (TransformJobName: string, changes: object): Promise<string> => {
      const S3OutputPath = `s3://${bucket}/out/${TransformJobName}/`
      const TransformOutput = output({ S3OutputPath, ...changes })
      const request = transformJob({ ...SingleRecord, TransformJobName, TransformOutput })
      await test.sageMaker('CreateTransformJob', request)
      await waitForTransform(test, undefined, TransformJobName)
      return outputs(test)[`out/${TransformJobName}/a.csv.out`] ?? 'nothing'
    }
    expect(await runAnother('none', { AssembleWith: 'None' })).toBe('12')
    await test.sageMaker('DeleteModel', { ModelName: 'model' })
    await createTransformModel(test, { MODE: 'lines' })
    expect(await runAnother('lines', {})).toBe('1\n2\n')
  })

  it('divides the objects over its instances, each with a container of its own', async () => {
    const test = opened()
    await createTransformModel(test)
    for (const name of ['a', 'b', 'c']) await test.put(`in/${name}.csv`, `${name}\n`)
    const TransformResources = { InstanceType: 'ml.m5.large', InstanceCount: 2 }
    expect(await transform(test, { TransformResources })).toMatchObject({
      TransformJobStatus: 'Completed',
      TransformResources,
    })

    expect(Object.keys(outputs(test))).toEqual(['out/a.csv.out', 'out/b.csv.out', 'out/c.csv.out'])
    const { logStreams } = await test.logs('DescribeLogStreams', {
      logGroupName: '/aws/sagemaker/TransformJobs',
    })
    const names = logStreams.map(({ logStreamName }: { logStreamName: string }) => logStreamName)
    const own = names.filter((name: string) => !name.endsWith('/data-log'))
    expect(own).toEqual(Array(2).fill(expect.stringMatching(/^job\/i-[0-9a-f]{17}-\d+$/)))
    expect(names).toHaveLength(4)
    const lines = await transformLog(test)
    expect(lines.filter((line) => line.startsWith('{'))).toHaveLength(3)
    expect(lines.filter((line) => line.startsWith('batch '))).toHaveLength(2)
  })

  it('sends no more requests at once than MaxConcurrentTransforms, and as many', async () => {
    const test = opened()
    await createTransformModel(test, { MODE: 'together' })
    await test.put('in/a.csv', '1\n2\n3\n4\n5\n6\n7\n8\n9\n')
    await test.put('in/b.csv', '1\n2\n3\n')
    await transform(test, { BatchStrategy: 'SingleRecord', MaxConcurrentTransforms: 3 })

    const requests = await seenRequests(test)
    expect(requests).toHaveLength(12)
    expect(Math.max(...requests.map(({ inFlight }) => inFlight))).toBe(3)
    expect(outputs(test)['out/a.csv.out']).toBe('1\n2\n3\n4\n5\n6\n7\n8\n9\n')
  })

  it('tells its container that this is a batch, and what the job itself has set', async () => {
    const test = opened()
    await createTransformModel(test, { OWN: 'model', BOTH: 'model' })
    await test.put('in/a.csv', '1\n')
    await transform(test, { Environment: { BOTH: 'job' } })
    expect(await transformLog(test)).toContain('batch BOTH=job,OWN=model,SAGEMAKER_BATCH=true')

    const changes = { BatchStrategy: 'SingleRecord', MaxPayloadInMB: 2, MaxConcurrentTransforms: 3 }
    await test.sageMaker(
      'CreateTransformJob',
      transformJob({ TransformJobName: 'more', ...changes }),
    )
    await waitForTransform(test, undefined, 'more')
    expect(await transformLog(test)).toContain(
      'batch BOTH=model,OWN=model,SAGEMAKER_BATCH=true,SAGEMAKER_BATCH_STRATEGY=SINGLE_RECORD,SAGEMAKER_MAX_CONCURRENT_TRANSFORMS=3,SAGEMAKER_MAX_PAYLOAD_IN_MB=2',
    )
  })

  it('finds the model in its container', async () => {
    const test = opened()
    const ModelDataUrl = await modelArchive(test, { 'model.txt': 'the model' })
    const Image = test.images.addProgram('serves')
    await test.sageMaker('CreateModel', {
      ModelName: 'model',
      PrimaryContainer: { Image, ModelDataUrl },
    })
    await test.put('in/a.csv', '1\n')
    expect((await transform(test)).TransformJobStatus).toBe('Completed')
  })

  it('sends each request through all containers of a pipeline', async () => {
    const test = opened()
    const Image = test.images.addProgram('appends', capabilityLabels.acceptBindToPort)
    const Containers = ['step1', 'step2'].map((NAME) => ({ Image, Environment: { NAME } }))
    await test.sageMaker('CreateModel', { ModelName: 'model', Containers })
    await test.put('in/a.csv', 'row')
    await transform(test, { TransformOutput: output({ Accept: 'text/plain' }) })

    expect(outputs(test)).toEqual({
      'out/a.csv.out':
        'row | step1 got text/csv, wants undefined | step2 got text/step1, wants text/plain\n',
    })
  })
})

describe('/execution-parameters', () => {
  const wished = { MaxConcurrentTransforms: 3, BatchStrategy: 'SINGLE_RECORD', MaxPayloadInMB: 2 }
  const six = '1\n2\n3\n4\n5\n6\n'

  it('counts where the job says nothing, or 0 [G083]', async () => {
    const test = opened()
    const EXECUTION_PARAMETERS = JSON.stringify(wished)
    await createTransformModel(test, { MODE: 'together', EXECUTION_PARAMETERS })
    await test.put('in/a.csv', six)
    const job = await transform(test, { MaxConcurrentTransforms: 0 })

    const requests = await seenRequests(test)
    expect(requests.map(({ lines }) => lines)).toEqual([1, 1, 1, 1, 1, 1])
    expect(Math.max(...requests.map(({ inFlight }) => inFlight))).toBe(3)
    expect(job).toMatchObject({ MaxConcurrentTransforms: 3, MaxPayloadInMB: 2 })
    expect(await transformLog(test)).toContainEqual(
      expect.stringMatching(
        /^[\d-]{10}T[\d:.]{12}:\[sagemaker logs\]: MaxConcurrentTransforms=3, MaxPayloadInMB=2, BatchStrategy=SINGLE_RECORD$/,
      ),
    )
  })

  it('counts for nothing that the job says itself [G083]', async () => {
    const test = opened()
    await createTransformModel(test, { EXECUTION_PARAMETERS: JSON.stringify(wished) })
    await test.put('in/a.csv', six)
    const own = { MaxConcurrentTransforms: 1, BatchStrategy: 'MultiRecord', MaxPayloadInMB: 4 }
    expect(await transform(test, own)).toMatchObject(own)
    expect((await seenRequests(test)).map(({ lines }) => lines)).toEqual([6])
  })

  it('may be missing, or nonsense, which the log tells [G083]', async () => {
    const test = opened()
    const defaults = { MaxConcurrentTransforms: 1, BatchStrategy: 'MultiRecord', MaxPayloadInMB: 6 }
    await createTransformModel(test)
    await test.put('in/a.csv', six)
    expect(await transform(test)).toMatchObject(defaults)
    expect((await seenRequests(test)).map(({ lines }) => lines)).toEqual([6])

    await test.sageMaker('DeleteModel', { ModelName: 'model' })
    await createTransformModel(test, { EXECUTION_PARAMETERS: '{"MaxPayloadInMB":"6"}' })
    await test.sageMaker('CreateTransformJob', transformJob({ TransformJobName: 'nonsense' }))
    expect(await waitForTransform(test, undefined, 'nonsense')).toMatchObject({
      TransformJobStatus: 'Completed',
      ...defaults,
    })
    expect(await transformLog(test)).toContainEqual(
      expect.stringContaining('its MaxPayloadInMB cannot be used: {"MaxPayloadInMB":"6"}'),
    )
  })
})

describe('a transform job that goes wrong', () => {
  it('keeps the outputs of good objects and names the bad one [G084]', async () => {
    const test = opened()
    await createTransformModel(test)
    await test.put('in/a.csv', '1\n')
    await test.put('in/b.csv', '1\nbad\n3\n')
    await test.put('in/c.csv', '3\n')
    const job = await transform(test, { BatchStrategy: 'SingleRecord' })

    expect(job).toMatchObject({
      TransformJobStatus: 'Failed',
      FailureReason: `ClientError: s3://${bucket}/in/b.csv could not be transformed: The container answered 400 to record 2: this row cannot be read. See job logs for more information.`,
    })
    expect(outputs(test)).toEqual({ 'out/a.csv.out': '1\n', 'out/c.csv.out': '3\n' })
    const log = (await transformLog(test)).filter((line) => line.includes(`${bucket}/in/b.csv`))
    expect(log.map((line) => line.replace(/^.*\]: /, ''))).toEqual([
      `${bucket}/in/b.csv: ClientError: 400`,
      `${bucket}/in/b.csv: `,
      `${bucket}/in/b.csv: Message:`,
      `${bucket}/in/b.csv: this row cannot be read`,
    ])
  })

  it('counts the others that have failed, and blames the container for its own errors [G084]', async () => {
    const test = opened()
    await createTransformModel(test)
    await test.put('in/a.csv', 'ill\n')
    await test.put('in/b.csv', 'bad\n')
    await test.put('in/c.csv', '3\n')
    const { FailureReason } = await transform(test)
    expect(FailureReason).toMatch(
      /^AlgorithmError: s3:\/\/bucket\/in\/a\.csv .* answered 500 to record 1: .* 1 more of 3 objects failed\./,
    )
    expect(Object.keys(outputs(test))).toEqual(['out/c.csv.out'])
  })

  it('asks again as often as InvocationsMaxRetries says', async () => {
    const test = opened()
    await createTransformModel(test)
    await test.put('in/a.csv', 'once\n')
    const ModelClientConfig = { InvocationsMaxRetries: 1 }
    const job = await transform(test, { ModelClientConfig })
    expect(job).toMatchObject({ TransformJobStatus: 'Completed', ModelClientConfig })
    expect(await seenRequests(test)).toHaveLength(2)
  })

  it('gives a request up after InvocationsTimeoutInSeconds', async () => {
    const test = opened()
    await createTransformModel(test)
    await test.put('in/a.csv', 'hang\n')
    const ModelClientConfig = { InvocationsMaxRetries: 0, InvocationsTimeoutInSeconds: 300 }
    await test.sageMaker('CreateTransformJob', transformJob({ ModelClientConfig }))
    await untilLogged(test, 'hanging')
    test.clock.elapse(299_000)
    expect((await waitForTransform(test, ['InProgress'])).TransformJobStatus).toBe('InProgress')
    test.clock.elapse(1_000)
    expect((await waitForTransform(test)).FailureReason).toContain(
      'The container did not answer in 300 seconds to record 1.',
    )
  })

  it('fails for an object that is gone when its turn comes', async () => {
    const test = opened()
    await createTransformModel(test)
    await test.put('in/a.csv', 'hang\n')
    await test.put('in/b.csv', '1\n')
    const ModelClientConfig = { InvocationsMaxRetries: 0, InvocationsTimeoutInSeconds: 1 }
    await test.sageMaker('CreateTransformJob', transformJob({ ModelClientConfig }))
    await untilLogged(test, 'hanging')
    test.objects.delete(bucket, 'in/b.csv')
    test.clock.elapse(1_000)
    await waitForTransform(test)
    expect(await transformLog(test)).toContainEqual(
      expect.stringMatching(/bucket\/in\/b\.csv: ClientError: It is not there any more\.$/),
    )
  })

  it('fails when its container ends, naming what it was at, and keeps what was done', async () => {
    const test = opened()
    await createTransformModel(test)
    await test.put('in/a.csv', '1\n')
    await test.put('in/b.csv', 'crash\n')
    await test.put('in/c.csv', '3\n')
    expect(await transform(test)).toMatchObject({
      TransformJobStatus: 'Failed',
      FailureReason: `AlgorithmError: The container ended with exit code 9 before the job was done. It was transforming s3://${bucket}/in/b.csv. See job logs for more information.`,
    })
    expect(Object.keys(outputs(test))).toEqual(['out/a.csv.out'])
  })

  it('fails when its container does not start, or is never healthy', async () => {
    const test = opened()
    await test.put('in/a.csv', '1\n')
    const PrimaryContainer = { Image: test.images.addProgram('serve-exits') }
    await test.sageMaker('CreateModel', { ModelName: 'model', PrimaryContainer })
    const { FailureReason } = await transform(test)
    expect(FailureReason).toMatch(/^CannotStartContainerError: .* ended with exit code 7/)

    const Image = test.images.addProgram('serve-never-healthy')
    await test.sageMaker('CreateModel', { ModelName: 'ill', PrimaryContainer: { Image } })
    const changes = { TransformJobName: 'ill', ModelName: 'ill' }
    await test.sageMaker('CreateTransformJob', transformJob(changes))
    await untilLogged(test, 'still loading')
    test.clock.elapse(480_000)
    expect((await waitForTransform(test, undefined, 'ill')).FailureReason).toMatch(
      /^AlgorithmError: The primary container did not pass the ping health check/,
    )
    await expect.poll(() => runFolders(test)).toEqual([])
  })

  it('says what is wrong with the answers where they are to be joined', async () => {
    const test = opened()
    await createTransformModel(test, { MODE: 'one' })
    await test.put('in/a.csv', '1\n2\n')
    const { FailureReason } = await transform(test, { DataProcessing: { JoinSource: 'Input' } })
    expect(FailureReason).toContain(
      'At records 1 to 2: 2 records were sent and 1 answers came back: they cannot be joined.',
    )
  })

  it('fails for a path that batch transform does not have, in AWS’s words', async () => {
    const test = opened()
    await createTransformModel(test)
    await test.put('in/a.csv', '1\n')
    const { FailureReason } = await transform(test, {
      DataProcessing: { JoinSource: 'Input', OutputFilter: '$[0:2,246:]' },
    })
    expect(FailureReason).toBe(
      'ClientError: Invalid JsonPath: $[0:2,246:]: only single range filters of format (eg: [1:5]) are supported. Format [0:2,246:] is not supported',
    )
  })
})

describe('StopTransformJob', () => {
  const stop = { TransformJobName: 'job' }

  it('goes by Stopping to Stopped and stores nothing, not even what was done [G085]', async () => {
    const test = opened()
    await createTransformModel(test)
    await test.put('in/a.csv', '1\n')
    await test.put('in/b.csv', 'hang\n')
    await test.sageMaker('CreateTransformJob', transformJob())
    await untilLogged(test, 'hanging')
    await test.sageMaker('StopTransformJob', stop)

    expect(await test.sageMaker('DescribeTransformJob', stop)).toMatchObject({
      TransformJobStatus: 'Stopping',
    })
    // Asked again it goes on stopping.
    await test.sageMaker('StopTransformJob', stop)
    const job = await waitForTransform(test)
    expect(job.TransformJobStatus).toBe('Stopped')
    expect(job).not.toHaveProperty('FailureReason')
    expect(job).toHaveProperty('TransformEndTime')
    expect(outputs(test)).toEqual({})
    await expect(test.sageMaker('StopTransformJob', stop)).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'The request was rejected because the transform job is in status Stopped.',
    })
  })

  it('kills a container that ignores SIGTERM after 30 seconds [G085]', async () => {
    const test = opened()
    await createTransformModel(test, { STAYS: 'true' })
    await test.put('in/a.csv', 'hang\n')
    await test.sageMaker('CreateTransformJob', transformJob())
    await untilLogged(test, 'hanging')
    await test.sageMaker('StopTransformJob', stop)
    await untilLogged(test, 'staying')
    test.clock.elapse(30_000)
    expect((await waitForTransform(test)).TransformJobStatus).toBe('Stopped')
    expect((await containers(test)).map(isAlive)).toEqual([false])
  })
})

describe('closing the platform', () => {
  it('ends a transform job at once, and leaves nothing of it', async () => {
    const test = opened()
    await createTransformModel(test, { STAYS: 'true' })
    await test.put('in/a.csv', 'hang\n')
    await test.sageMaker('CreateTransformJob', transformJob())
    await untilLogged(test, 'hanging')
    const running = await containers(test)
    expect(running.map(isAlive)).toEqual([true])
    await test.platform.close()

    expect(running.map(isAlive)).toEqual([false])
    expect(existsSync(test.workDir)).toBe(false)
    expect(test.platform.transformJobs.list('us-east-1')[0]).toMatchObject({
      status: 'Failed',
      failureReason: expect.stringContaining('was stopped while the job ran'),
    })
  })
})

/** The numbers of the processes that the containers are. */
async function containers(test: PlatformUnderTest): Promise<number[]> {
  const lines = await transformLog(test)
  return lines.filter((line) => line.startsWith('pid=')).map((line) => Number(line.slice(4)))
}

async function untilLogged(test: PlatformUnderTest, line: string): Promise<void> {
  await expect.poll(() => transformLog(test).catch(() => [])).toContain(line)
}
