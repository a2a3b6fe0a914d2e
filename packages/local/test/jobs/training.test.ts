import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extract, list } from 'tar'
import { afterEach, describe, expect, it } from 'vitest'
import {
  type Answer,
  bucket,
  channel,
  readLog,
  runFolders,
  trainingJob,
  usePlatform,
  waitForJob,
} from '../support/with-platform.ts'

const opened = usePlatform()
const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** Unpacks an artifact of the bucket and returns the folder. */
async function unpack(key: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'byo-artifact-'))
  folders.push(folder)
  const object = opened().objects.get(bucket, key)
  await extract({ file: object?.path ?? '', cwd: folder })
  return folder
}

async function train(program: string, changes: object = {}): Promise<Answer> {
  const test = opened()
  const image = test.images.addProgram(program)
  await test.sageMaker('CreateTrainingJob', trainingJob(image, changes))
  return waitForJob(test)
}

describe('a training job', () => {
  it('goes through every state in order, with the times of each [G014]', async () => {
    const uri = await opened().put('data/iris.csv', 'a,b\n')
    const job = await train('trains-ok', { InputDataConfig: [channel('train', uri)] })

    expect(job).toMatchObject({ TrainingJobStatus: 'Completed', SecondaryStatus: 'Completed' })
    const transitions = job.SecondaryStatusTransitions
    expect(transitions.map(({ Status }: Answer) => Status)).toEqual([
      'Starting',
      'Downloading',
      'Training',
      'Uploading',
      'Completed',
    ])
    const times = transitions.flatMap(({ StartTime, EndTime }: Answer) => [StartTime, EndTime])
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(transitions.map(({ StatusMessage }: Answer) => StatusMessage)).toEqual([
      'Preparing the instances for training',
      'Downloading input data',
      'Training image download completed. Training in progress.',
      'Uploading generated training model',
      'Training job completed',
    ])
  })

  it('gives its program hyperparameters, channels, hosts and the word train', async () => {
    const test = opened()
    await test.put('data/train/iris.csv', 'a,b\n')
    await test.put('data/train/more/iris 2.csv', 'c,d\n')
    const single = await test.put('valid.csv', 'e\n')
    await train('trains-ok', {
      HyperParameters: { degree: '2', target: 'Sepal.Length' },
      InputDataConfig: [
        channel('train', `s3://${bucket}/data/train`, { ContentType: 'text/csv' }),
        channel('valid', single, { InputMode: 'FastFile' }),
      ],
    })

    const folder = await unpack('out/job/output/model.tar.gz')
    const seen = JSON.parse(readFileSync(join(folder, 'seen.json'), 'utf8'))
    expect(seen).toMatchObject({
      arguments: ['train'],
      hyperparameters: { degree: '2', target: 'Sepal.Length' },
      inputDataConfig: {
        train: {
          ContentType: 'text/csv',
          TrainingInputMode: 'File',
          S3DistributionType: 'FullyReplicated',
          RecordWrapperType: 'None',
        },
        valid: { TrainingInputMode: 'FastFile' },
      },
      resourceConfig: { current_host: 'algo-1', hosts: ['algo-1'] },
      files: {
        'train/iris.csv': 'a,b\n',
        'train/more/iris 2.csv': 'c,d\n',
        'valid/valid.csv': 'e\n',
      },
    })
  })

  it('passes on the environment of the job and what SageMaker adds, and nothing of ours [G030]', async () => {
    process.env.BYO_TEST_SECRET = 'must not leak'
    await train('trains-ok', { Environment: { MODE: 'fast', MODEL: '/opt/ml/model' } })
    delete process.env.BYO_TEST_SECRET

    const folder = await unpack('out/job/output/model.tar.gz')
    const { environment } = JSON.parse(readFileSync(join(folder, 'seen.json'), 'utf8'))
    expect(environment).toMatchObject({
      MODE: 'fast',
      TRAINING_JOB_NAME: 'job',
      TRAINING_JOB_ARN: 'arn:aws:sagemaker:us-east-1:000000000000:training-job/job',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      MODEL: `${environment.SAGEMAKER_BASE_DIR}/model`,
      SAGEMAKER_METRICS_DIRECTORY: `${environment.SAGEMAKER_BASE_DIR}/output/metrics/sagemaker`,
      DMLC_INTERFACE: 'eth0',
      NVIDIA_VISIBLE_DEVICES: 'void',
    })
    expect(environment).not.toHaveProperty('BYO_TEST_SECRET')
    expect(environment.HOME).not.toBe(process.env.HOME)
  })

  it('runs ContainerEntrypoint and ContainerArguments as documented [G031]', async () => {
    const test = opened()
    const image = test.images.addProgram('trains-ok')
    const entrypoint = ['node', '/opt/program/container.mjs']
    const cases = {
      arguments: { ContainerArguments: ['a', '1'] },
      entrypoint: { ContainerEntrypoint: entrypoint },
      both: { ContainerEntrypoint: entrypoint, ContainerArguments: ['b'] },
    }
    const seen: Record<string, unknown> = {}
    for (const [name, changes] of Object.entries(cases)) {
      const AlgorithmSpecification = { TrainingImage: image, TrainingInputMode: 'File', ...changes }
      await test.sageMaker(
        'CreateTrainingJob',
        trainingJob(image, { TrainingJobName: name, AlgorithmSpecification }),
      )
      await waitForJob(test, undefined, name)
      const folder = await unpack(`out/${name}/output/model.tar.gz`)
      seen[name] = JSON.parse(readFileSync(join(folder, 'seen.json'), 'utf8')).arguments
    }

    expect(seen).toEqual({ arguments: ['a', '1'], entrypoint: [], both: ['b'] })
  })

  it('leaves model and output archives with files at their roots [G016]', async () => {
    const job = await train('trains-ok')

    expect(job.ModelArtifacts.S3ModelArtifacts).toBe(`s3://${bucket}/out/job/output/model.tar.gz`)
    const names: string[] = []
    await list({
      file: opened().objects.get(bucket, 'out/job/output/model.tar.gz')?.path ?? '',
      onReadEntry: ({ path }) => names.push(path),
    })
    expect(names).toEqual(['seen.json', 'weights/w.bin'])
    expect(readdirSync(await unpack('out/job/output/output.tar.gz'))).toEqual(['fitted.csv'])
  })

  it('leaves an archive that can be read also of a program without a model', async () => {
    await train('leaves-nothing')

    expect(readdirSync(await unpack('out/job/output/model.tar.gz'))).toEqual([])
  })

  it('uploads a prefix instead of an archive when it is told to [G018]', async () => {
    const job = await train('trains-ok', {
      OutputDataConfig: { S3OutputPath: `s3://${bucket}/plain/`, CompressionType: 'NONE' },
    })

    expect(job.ModelArtifacts.S3ModelArtifacts).toBe(`s3://${bucket}/plain/job/output/model/`)
    const keys = opened()
      .objects.list(bucket, 'plain/job/output/model/')
      .map(({ key }) => key)
    expect(keys).toEqual([
      'plain/job/output/model/seen.json',
      'plain/job/output/model/weights/w.bin',
    ])
  })

  it('shows Completed only once the model can be read [G015]', async () => {
    const { objects, platform } = opened()
    const put = objects.put.bind(objects)
    const seenWhileUploading: unknown[] = []
    objects.put = (...object) => {
      const [job] = platform.trainingJobs.list('us-east-1')
      seenWhileUploading.push([object[1], job?.status, job?.secondaryStatus, job?.modelArtifacts])
      return put(...object)
    }
    await train('trains-ok')

    expect(seenWhileUploading).toContainEqual([
      'out/job/output/model.tar.gz',
      'InProgress',
      'Uploading',
      undefined,
    ])
    expect(objects.get(bucket, 'out/job/output/model.tar.gz')?.size).toBeGreaterThan(0)
  })

  it('downloads exactly the keys that a manifest lists [G036]', async () => {
    const test = opened()
    await test.put('m/a.csv', 'a')
    await test.put('m/sub/b.csv', 'b')
    await test.put('m/c.csv', 'c')
    const list = JSON.stringify([{ prefix: `s3://${bucket}/m/` }, 'a.csv', 'sub/b.csv'])
    const uri = await test.put('list.manifest', list)
    const source = { S3DataSource: { S3DataType: 'ManifestFile', S3Uri: uri } }
    await train('trains-ok', { InputDataConfig: [{ ChannelName: 'train', DataSource: source }] })

    const folder = await unpack('out/job/output/model.tar.gz')
    const { files } = JSON.parse(readFileSync(join(folder, 'seen.json'), 'utf8'))
    expect(files).toEqual({ 'train/a.csv': 'a', 'train/sub/b.csv': 'b' })
  })

  it('has all objects of a channel, however many there are [G034]', async () => {
    const test = opened()
    for (let i = 0; i < 1100; i += 1) await test.put(`many/${i}.csv`, `${i}`)
    await train('trains-ok', { InputDataConfig: [channel('train', `s3://${bucket}/many/`)] })

    const folder = await unpack('out/job/output/model.tar.gz')
    const { files } = JSON.parse(readFileSync(join(folder, 'seen.json'), 'utf8'))
    expect(Object.keys(files)).toHaveLength(1100)
  })

  it('keeps the last match of each metric [G039]', async () => {
    const image = opened().images.addProgram('trains-ok')
    const job = await train('trains-ok', {
      AlgorithmSpecification: {
        TrainingImage: image,
        TrainingInputMode: 'File',
        MetricDefinitions: [
          { Name: 'loss', Regex: 'loss=([0-9.]+);' },
          { Name: 'never', Regex: 'never=(.*)' },
        ],
      },
    })

    expect(job.FinalMetricDataList).toMatchObject([{ MetricName: 'loss', Value: 0.25 }])
  })

  it('keeps its log, from both outputs, to the last line [G041]', async () => {
    await train('trains-ok')

    const lines = await readLog(opened(), '/aws/sagemaker/TrainingJobs', 'job/algo-1-')
    expect(lines.toSorted()).toEqual([
      'last line without an end',
      'loss=0.25;',
      'loss=0.5;',
      'to stderr: größe',
    ])
  })

  it('removes its folder at the end', async () => {
    await train('trains-ok')
    expect(runFolders(opened())).toEqual([])
  })

  it('tells its times at the end only [G040]', async () => {
    const test = opened()
    const image = test.images.addProgram('saves-on-sigterm')
    await test.sageMaker('CreateTrainingJob', trainingJob(image))
    const running = await waitForJob(test, ['Training'])
    expect(running).not.toHaveProperty('BillableTimeInSeconds')
    expect(running).not.toHaveProperty('TrainingTimeInSeconds')
    await test.sageMaker('StopTrainingJob', { TrainingJobName: 'job' })

    expect(await waitForJob(test)).toMatchObject({
      BillableTimeInSeconds: expect.any(Number),
      TrainingTimeInSeconds: expect.any(Number),
    })
  })
})

describe('a training job that fails', () => {
  it('gives the text of the failure file and the exit code [G019]', async () => {
    const job = await train('fails-with-reason', {
      HyperParameters: { reason: 'No column "Nope". ', code: '3' },
    })

    expect(job).toMatchObject({
      TrainingJobStatus: 'Failed',
      SecondaryStatus: 'Failed',
      FailureReason: 'AlgorithmError: No column "Nope"., exit code: 3',
    })
  })

  it('gives at most 1024 characters of a long failure file, and the exit code still [G020]', async () => {
    const job = await train('fails-with-reason', {
      HyperParameters: { reason: 'ä€😀 ', repeat: '1000', code: '1' },
    })

    expect(job.FailureReason.length).toBeLessThanOrEqual(1024)
    expect(job.FailureReason).toMatch(/^AlgorithmError: ä€😀 .*, exit code: 1$/)
    expect(job.FailureReason.isWellFormed?.() ?? true).toBe(true)
  })

  it('gives the exit code alone where no failure file is [G021]', async () => {
    const job = await train('fails-with-reason', { HyperParameters: { code: '42' } })
    expect(job.FailureReason).toBe('AlgorithmError: , exit code: 42')
  })

  it('keeps its other output and no model [G017]', async () => {
    const job = await train('fails-with-reason')

    expect(readdirSync(await unpack('out/job/output/output.tar.gz'))).toEqual(['trace.txt'])
    expect(opened().objects.get(bucket, 'out/job/output/model.tar.gz')).toBeUndefined()
    expect(job.ModelArtifacts).toEqual({})
  })

  it('says so when one key is the folder of another', async () => {
    const test = opened()
    await test.put('clash/a', 'x')
    await test.put('clash/a/b', 'x')
    const job = await train('trains-ok', {
      InputDataConfig: [channel('train', `s3://${bucket}/clash/`)],
    })

    expect(job.FailureReason).toMatch(/^ClientError: Data download failed: s3:\/\/bucket\/clash\/a/)
  })

  it('says which file its image lacks', async () => {
    const test = opened()
    const image = test.images.add('empty', {
      layers: [{ 'opt/other.mjs': '' }],
      config: { Entrypoint: ['node', '/opt/program/container.mjs'] },
    })
    await test.sageMaker('CreateTrainingJob', trainingJob(image))

    const job = await waitForJob(test)
    expect(job.FailureReason).toMatch(
      /^CannotStartContainerError: The image empty@sha256:\w+ cannot be run: it has no file \/opt\/program\/container\.mjs\.$/,
    )
  })
})
