import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  consoleProgress,
  publishImage,
  type StepEvent,
  startTraining,
  type TransformOptions,
  transform,
  uploadChannel,
} from '../../src/index.ts'
import type { Session } from '../../src/session/session.ts'
import { batchProgram, collect } from '../support/batch-session.ts'
import { nothing, takeInventory, withoutRecords } from '../support/inventory.ts'
import { startLocalSession } from '../support/local-session.ts'
import { meanProgram } from '../support/mean-models.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const modelFiles = { 'model/mean.json': JSON.stringify({ mean: 7 }) }

function optionsFor(session: Session, folder: string, input = 'in'): TransformOptions {
  return {
    session,
    program: batchProgram,
    modelDir: join(folder, 'model'),
    input: join(folder, input),
    name: 'batch',
  }
}

describe('transform', () => {
  it('takes a program, a model and a folder to rows in the order of inputs, and leaves no model', async () => {
    using folder = temporaryFolder({
      ...modelFiles,
      'in/b.csv': 'c,d\n',
      'in/a/1.csv': 'a\n"b,"\n',
    })
    await using aws = await startLocalSession()
    const events: StepEvent[] = []
    let printed = ''
    const show = consoleProgress({
      format: 'lines',
      stream: { write: (text) => (printed += text) },
    })

    const results = await transform({
      ...optionsFor(aws.session, folder.path),
      onEvent: (event) => {
        events.push(event)
        show(event)
      },
    })

    expect(await collect(results.rows())).toEqual([['A'], ['B,'], ['C', 'D']])
    expect(await collect(results.lines())).toEqual(['A', '"B,"', 'C,D'])
    const objects = await collect(results.objects())
    expect(objects.map(({ path }) => path)).toEqual(['a/1.csv', 'b.csv'])
    const { name } = results.job
    expect(name).toMatch(/^batch-\d{8}-\d{6}-\w{8}$/)
    const bucket = await aws.session.bucket()
    expect(results.outputUri).toBe(`s3://${bucket}/byo/${name}/output`)
    expect(objects[0]?.inputUri).toBe(`s3://${bucket}/byo/${name}/input/a/1.csv`)
    expect(await objects[1]?.text()).toBe('C,D\n')

    const ended = events.flatMap((event) => (event.type === 'step-ended' ? [event] : []))
    expect(ended.map(({ step }) => step)).toEqual([
      'session',
      'image',
      'archive',
      'model',
      'data',
      'transform',
      'clean-up',
    ])
    expect(printed).toContain('s  1 resource removed\n')
    const columns = printed
      .split('\n')
      .slice(0, 7)
      .map((line) => line.indexOf(' s  '))
    expect(columns).toEqual(Array(7).fill(15))
    expect(printed).toMatch(/^transform +[\d.]+ s {2}2 objects, 11 B to byo\/batch-.*\/output$/m)
    expect(await takeInventory(aws.session)).toMatchObject({ models: 0, endpoints: 0, images: 1 })
    const kinds = () => results.resources.map(({ kind }) => kind).sort()
    expect(kinds()).toEqual([
      'image',
      'image-repository',
      's3-objects',
      's3-objects',
      'transform-job',
    ])
    await results.delete()
    expect(kinds()).toEqual(['image', 'image-repository', 's3-objects', 'transform-job'])
    await results.cleanUp()
    expect(withoutRecords(await takeInventory(aws.session))).toEqual(nothing)
  })

  it('takes streams, zipped files and what is in S3, by the format that is said or that names say', async () => {
    using folder = temporaryFolder({ ...modelFiles, 'in/z.jsonl.gz': gzipSync('"z"\n"y"\n') })
    await using aws = await startLocalSession()
    const { session } = aws
    const base = optionsFor(session, folder.path)
    const stream = createReadStream(batchProgram, { start: 0, end: 2 })
    const there = await uploadChannel(session, { name: 'x.txt', content: 'a\nb' }, { prefix: 'in' })

    await using zipped = await transform(base)
    expect(await collect(zipped.jsonLines())).toEqual(['Z', 'Y'])

    const content = { name: 'rows', content: stream, contentType: 'text/csv' }
    await using streamed = await transform({ ...base, input: content })
    expect(await collect(streamed.lines())).toEqual(['// '])

    const input = { uri: there.uri, splitType: 'Line', contentType: 'text/plain' } as const
    const outputPath = `s3://${await session.bucket()}/out`
    await using placed = await transform({ ...base, input, outputPath, strategy: 'SingleRecord' })
    expect(placed.outputUri).toBe(outputPath)
    await placed.cleanUp()
    expect(await collect(placed.lines())).toEqual(['A', 'B'])
  })

  it('removes data and outputs at the end of a block, and keeps them when told so', async () => {
    using folder = temporaryFolder({ ...modelFiles, 'in/a.csv': 'a\n' })
    await using aws = await startLocalSession()
    {
      await using results = await transform(optionsFor(aws.session, folder.path))
      expect(await collect(results.lines())).toEqual(['A'])
    }
    const { objects } = await takeInventory(aws.session)
    expect(objects).toEqual([expect.stringMatching(/^byo\/models\//)])
    {
      await using results = await transform({ ...optionsFor(aws.session, folder.path), keep: true })
      expect(results.resources.map(({ kind }) => kind)).toContain('model')
    }
    expect(await takeInventory(aws.session)).toMatchObject({ models: 1 })
    expect((await takeInventory(aws.session)).objects).toHaveLength(3)
  })

  it('takes the model of a training job with its image, and a model that is there, which stays', async () => {
    using folder = temporaryFolder({ 'data.csv': '1\n3\n', 'in/a.csv': 'x\ny\n' })
    await using aws = await startLocalSession()
    const { session } = aws
    const image = await publishImage(session, { program: meanProgram, repository: 'mean' })
    const { uri } = await uploadChannel(session, join(folder.path, 'data.csv'), { prefix: 'data' })
    const job = await startTraining(session, { image, channels: { train: uri } })
    const input = join(folder.path, 'in')
    await job.wait()

    await using results = await transform({ session, trainingJob: job, input, keep: true })
    expect(await collect(results.rows())).toEqual([['2'], ['2']])

    const model = results.job.name
    await using again = await transform({ session, model, input })
    expect(await collect(again.rows())).toEqual([['2'], ['2']])
    expect(await takeInventory(session)).toMatchObject({ models: 1 })
    expect(again.resources.map(({ kind }) => kind)).toEqual(['s3-objects', 'transform-job'])
  })

  it('names the object with the bad record, and leaves nothing, or the other outputs where they are told to go [G084]', async () => {
    using folder = temporaryFolder({ ...modelFiles, 'in/a.csv': 'a\n', 'in/b.csv': 'b\nbad\n' })
    await using aws = await startLocalSession()
    const base = {
      ...optionsFor(aws.session, folder.path),
      modelClientConfig: { maxRetries: 0 },
    }

    const error = await transform(base).catch((caught: unknown) => caught)
    expect(error).toMatchObject({
      code: 'transform-failed',
      inputUri: expect.stringMatching(/\/input\/b\.csv$/),
      outputs: [{ path: 'a.csv' }],
      message: expect.stringContaining('give an outputPath to keep them.'),
      cleanUp: { leftovers: [] },
    })
    expect(withoutRecords(await takeInventory(aws.session))).toEqual(nothing)

    const outputPath = `s3://${await aws.session.bucket()}/out`
    await expect(transform({ ...base, outputPath })).rejects.toMatchObject({
      message: expect.stringMatching(/1 of 2 objects were transformed, to s3:\S+\/out\.$/),
    })
    const left = withoutRecords(await takeInventory(aws.session))
    expect(left).toEqual({ ...nothing, objects: ['out/a.csv.out'] })
  })

  it('stops the job of an abort, and tells of a job that somebody stopped', async () => {
    using folder = temporaryFolder({ ...modelFiles, 'in/a.csv': 'hang\n' })
    await using aws = await startLocalSession()
    const sageMaker = await aws.session.clients.sageMaker()
    const whenStarted = (act: () => void) => ({
      ...optionsFor(aws.session, folder.path),
      onEvent: (event: StepEvent) => {
        if (event.type === 'step-status' && event.step === 'transform') act()
      },
    })

    const controller = new AbortController()
    const { signal } = controller
    const aborted = transform({ ...whenStarted(() => controller.abort()), signal })
    await expect(aborted).rejects.toMatchObject({ code: 'aborted', cleanUp: { leftovers: [] } })
    expect(await takeInventory(aws.session)).toEqual({ ...nothing, jobs: ['Stopped'] })

    const stop = async () => {
      const running = await sageMaker.listTransformJobs({ StatusEquals: 'InProgress' })
      for (const { TransformJobName } of running.TransformJobSummaries ?? []) {
        await sageMaker.stopTransformJob({ TransformJobName })
      }
    }
    await expect(transform(whenStarted(() => void stop()))).rejects.toMatchObject({
      code: 'transform-stopped',
    })
    expect(withoutRecords(await takeInventory(aws.session))).toEqual(nothing)
  })

  it('tells of what is not there before it makes anything', async () => {
    using folder = temporaryFolder({ ...modelFiles, 'in/a.csv': 'a\n' })
    await using aws = await startLocalSession()
    const { session } = aws
    const base = optionsFor(session, folder.path)
    const bucket = await session.bucket()
    const { modelDir: _, program: __, ...bare } = base
    const missing: [TransformOptions, string][] = [
      [{ ...base, input: `s3://${bucket}/nope/` }, 'data-not-found'],
      [{ ...base, outputPath: 's3://not-there/out' }, 'bucket-unavailable'],
      [
        { ...base, modelDir: undefined, modelData: `s3://${bucket}/m.tar.gz` },
        'model-data-not-found',
      ],
      [{ ...bare, model: 'nope' }, 'not-found'],
      [{ ...bare, trainingJob: 'nope' }, 'not-found'],
    ]
    for (const [options, code] of missing) {
      await expect(transform(options), code).rejects.toMatchObject({ code })
    }
    expect(await takeInventory(session)).toEqual(nothing)
  })

  it('finds wrong options before it asks AWS anything', async () => {
    using folder = temporaryFolder({ ...modelFiles, 'in/a.csv': 'a\n' })
    const clientConfig = { region: 'eu-west-1', endpoint: 'http://127.0.0.1:9' }
    const { session: _, ...base } = optionsFor(undefined as never, folder.path)
    const wrong: [Partial<TransformOptions>, string][] = [
      [{ program: 'nope.mjs' }, 'program-not-found'],
      [{ program: undefined }, 'invalid-option'],
      [{ image: 'i' }, 'invalid-option'],
      [{ modelDir: undefined }, 'invalid-option'],
      [{ modelData: 's3://b/m.tar.gz' }, 'invalid-option'],
      [{ modelDir: undefined, model: 'm' }, 'invalid-option'],
      [
        { modelDir: undefined, program: undefined, model: 'm', modelSettings: {} },
        'invalid-option',
      ],
      [{ modelDir: undefined, trainingJob: 'no_good' }, 'invalid-option'],
      [{ modelDir: undefined, trainingJob: 'j', image: 'i' }, 'invalid-option'],
      [{ input: 'nope' }, 'data-not-found'],
      [{ strategy: 'MultiRecord', input: { name: 'x', content: '' } }, 'invalid-option'],
      [{ maxPayloadInMB: 101 }, 'invalid-option'],
      [{ outputPath: 'out' }, 'invalid-option'],
      [{ modelSettings: { environment: { '1A': '' } } }, 'invalid-option'],
      [{ tags: { 'byo:run': '' } }, 'invalid-option'],
    ]
    const events: StepEvent[] = []
    for (const [options, code] of wrong) {
      await expect(
        transform({ ...base, clientConfig, onEvent: (e) => events.push(e), ...options }),
        JSON.stringify(options),
      ).rejects.toMatchObject({ code })
    }
    expect(events).toEqual([])
  })
})
