import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readArchive } from '../../support/artifacts.ts'
import {
  type Answer,
  bucket,
  channel,
  type PlatformUnderTest,
  trainingJob,
  usePlatform,
  waitForJob,
} from '../../support/with-platform.ts'

const opened = usePlatform()

/** Runs a job that reads its channels from pipes, and returns it with what it has read. */
async function train(
  test: PlatformUnderTest,
  channels: readonly object[],
  hyperparameters: Record<string, string> = {},
  changes: object = {},
): Promise<{ readonly job: Answer; readonly read: Readonly<Record<string, string>> }> {
  const image = test.images.addProgram('reads-pipes')
  await test.sageMaker(
    'CreateTrainingJob',
    trainingJob(image, {
      AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'Pipe' },
      HyperParameters: hyperparameters,
      InputDataConfig: channels,
      ...changes,
    }),
  )
  const job = await waitForJob(test)
  const done = job.TrainingJobStatus === 'Completed'
  return { job, read: done ? await readArchive(test, 'out/job/output/model.tar.gz') : {} }
}

/** A channel of another kind than a prefix. */
function source(name: string, S3DataSource: object, changes: object = {}): object {
  return { ChannelName: name, DataSource: { S3DataSource }, ...changes }
}

/** Wraps texts in RecordIO. */
function records(...texts: readonly string[]): string {
  const parts = texts.flatMap((text) => {
    const header = Buffer.alloc(8)
    header.writeUInt32LE(0xced7230a, 0)
    header.writeUInt32LE(Buffer.byteLength(text), 4)
    return [header, Buffer.from(text), Buffer.alloc(-Buffer.byteLength(text) & 3)]
  })
  return Buffer.concat(parts).toString()
}

describe('a channel in Pipe mode', () => {
  it('comes as a FIFO an epoch, each with all objects in order [G035]', async () => {
    const test = opened()
    await test.put('p/b', 'second;')
    await test.put('p/a', 'first;')
    await test.put('p/empty', '')
    await test.put('q/x', 'x')
    const { job, read } = await train(
      test,
      [channel('train', `s3://${bucket}/p/`), channel('valid', `s3://${bucket}/q/`)],
      { epochs: '3' },
    )

    expect(job.TrainingJobStatus).toBe('Completed')
    expect(read).toEqual({
      'algo-1-train-0': 'first;second;',
      'algo-1-train-1': 'first;second;',
      'algo-1-train-2': 'first;second;',
      'algo-1-valid-0': 'x',
      'algo-1-valid-1': 'x',
      'algo-1-valid-2': 'x',
    })
  })

  it('is passed over where the program never opens it', async () => {
    const test = opened()
    const uri = await test.put('p/a', 'a')
    const { job } = await train(test, [channel('train', uri), channel('never', uri)], {
      ignores: 'never',
    })

    expect(job.TrainingJobStatus).toBe('Completed')
  })

  it('goes on with the next epoch when the program stops half-way', async () => {
    const test = opened()
    const uri = await test.put('p/large', Buffer.alloc(5_000_000, 'x'))
    const { job, read } = await train(test, [channel('train', uri)], { epochs: '3', bytes: '10' })

    expect(job.TrainingJobStatus).toBe('Completed')
    expect(Object.keys(read)).toHaveLength(3)
    for (const text of Object.values(read)) expect(text.length).toBeGreaterThanOrEqual(10)
  })

  it('brings every byte of a large object', async () => {
    const test = opened()
    const bytes = Buffer.alloc(9_000_001, '0123456789')
    const { read } = await train(test, [channel('train', await test.put('p/large', bytes))])

    expect(read['algo-1-train-0']?.length).toBe(9_000_001)
    expect(read['algo-1-train-0']).toBe(bytes.toString())
  })

  it('is decompressed, and wrapped an object a record, as asked', async () => {
    const test = opened()
    await test.put('z/a', gzipSync('first'))
    await test.put('z/b', gzipSync(''))
    await test.put('z/c', gzipSync('12345678'))
    const zipped = `s3://${bucket}/z/`
    const CompressionType = 'Gzip'
    const { read } = await train(test, [
      channel('plain', zipped, { CompressionType }),
      channel('wrapped', zipped, { CompressionType, RecordWrapperType: 'RecordIO' }),
    ])

    expect(read).toEqual({
      'algo-1-plain-0': 'first12345678',
      'algo-1-wrapped-0': records('first', '', '12345678'),
    })
  })

  it('fails the job when an object is not compressed as said', async () => {
    const test = opened()
    const uri = await test.put('z/a', 'no gzip at all')
    const { job } = await train(test, [channel('train', uri, { CompressionType: 'Gzip' })])

    expect(job.FailureReason).toMatch(
      /^ClientError: Data download failed: s3:\/\/bucket\/z\/a could not be read: Error: incorrect header check/,
    )
  })

  it('is shuffled anew in each epoch, the same way for the same seed', async () => {
    const test = opened()
    for (let i = 0; i < 26; i += 1) await test.put(`p/${i}`, String.fromCharCode(97 + i))
    const uri = `s3://${bucket}/p/`
    const { read } = await train(
      test,
      [
        channel('one', uri, { ShuffleConfig: { Seed: 7 } }),
        channel('same', uri, { ShuffleConfig: { Seed: 7 } }),
        channel('other', uri, { ShuffleConfig: { Seed: 8 } }),
      ],
      { epochs: '2' },
    )

    const order = (name: string, epoch: number) => read[`algo-1-${name}-${epoch}`] ?? ''
    for (const text of Object.values(read)) {
      expect([...text].sort().join('')).toBe('abcdefghijklmnopqrstuvwxyz')
    }
    expect(order('one', 0)).toBe(order('same', 0))
    expect(order('one', 1)).toBe(order('same', 1))
    expect(new Set([order('one', 0), order('one', 1), order('other', 0)]).size).toBe(3)
  })

  it('is split among hosts, shuffled too, without overlap or loss in any epoch', async () => {
    const test = opened()
    for (let i = 0; i < 10; i += 1) await test.put(`p/${i}`, `${i}`)
    const S3DataSource = {
      S3DataType: 'S3Prefix',
      S3Uri: `s3://${bucket}/p/`,
      S3DataDistributionType: 'ShardedByS3Key',
    }
    const { read } = await train(
      test,
      [source('train', S3DataSource, { ShuffleConfig: { Seed: 1 } })],
      { epochs: '2' },
      { ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 3, VolumeSizeInGB: 1 } },
    )

    for (const epoch of [0, 1]) {
      const shares = [1, 2, 3].map((host) => read[`algo-${host}-train-${epoch}`] ?? '')
      expect([...shares.join('')].sort().join('')).toBe('0123456789')
      expect(shares.map((share) => share.length)).toEqual([4, 3, 3])
    }
  })
})

describe('an augmented manifest', () => {
  const lines = [
    { 'source-ref': `s3://${bucket}/i/1`, label: 3, note: 'x' },
    { 'source-ref': `s3://${bucket}/i/2`, label: 'größe', note: 'y' },
  ]

  async function manifest(test: PlatformUnderTest, text: string): Promise<object> {
    await test.put('i/1', 'IMAGE')
    await test.put('i/2', '')
    return {
      S3DataType: 'AugmentedManifestFile',
      S3Uri: await test.put('augmented', text),
      AttributeNames: ['source-ref', 'label'],
    }
  }

  it('brings the attributes of each line in order, those with -ref as objects', async () => {
    const test = opened()
    const text = lines.map((line) => JSON.stringify(line)).join('\n')
    const asked = await manifest(test, `${text}\n\n`)
    const { read } = await train(test, [
      source('plain', asked),
      source('wrapped', asked, { RecordWrapperType: 'RecordIO' }),
    ])

    expect(read).toEqual({
      'algo-1-plain-0': 'IMAGE3größe',
      'algo-1-wrapped-0': records('IMAGE', '3', '', 'größe'),
    })
  })

  it('fails the job, naming the line, where it cannot be used', async () => {
    const test = opened()
    const reasons = {
      '[1]': 'line 1 of the augmented manifest cannot be used: it is no JSON object.',
      '{"label":1}':
        'line 1 of the augmented manifest cannot be used: it has no attribute "source-ref".',
      '{"label":1,"source-ref":"nowhere"}':
        'line 1 of the augmented manifest cannot be used: its "source-ref" is no S3 URI.',
      [`{"label":1,"source-ref":"s3://${bucket}/gone"}`]: `there is no object s3://${bucket}/gone.`,
    }
    for (const [i, [text, reason]] of Object.entries(reasons).entries()) {
      const asked = await manifest(test, text)
      const image = test.images.addProgram('reads-pipes')
      const request = trainingJob(image, {
        TrainingJobName: `job-${i}`,
        AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'Pipe' },
        InputDataConfig: [source('train', asked)],
      })
      await test.sageMaker('CreateTrainingJob', request)
      const job = await waitForJob(test, undefined, `job-${i}`)
      expect(job.FailureReason).toBe(`ClientError: Data download failed: ${reason}`)
    }
  })
})
