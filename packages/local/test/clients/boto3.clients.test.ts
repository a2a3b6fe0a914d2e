import { describe, expect, it } from 'vitest'
import {
  oddKeys,
  program,
  transformProgram,
  tunedProgram,
  useForeignClient,
} from './support/foreign-client.ts'
import { pythonWith } from './support/python.ts'

const python = pythonWith('clients')

describe.skipIf(python === undefined)('boto3, unmodified', () => {
  const client = useForeignClient(python)

  it('goes from a bucket to predictions and away again by AWS_ENDPOINT_URL alone [G001]', async () => {
    const { result: seen } = await client().script('boto3_whole_way.py', program)

    expect(seen).toEqual({
      account: '000000000000',
      arn: 'arn:aws:sagemaker:us-east-1:000000000000:training-job/good-job',
      trained: true,
      artifact: 's3://way/out/Good-Job/output/model.tar.gz',
      waited: 'Failed',
      prediction: ['1,2|3', 'text/csv'],
      ill: [500, 'the model is ill'],
      lines: ['files=1'],
      gone: 'ValidationException',
      left: 0,
    })
  }, 120_000)

  it('transforms objects, waits for jobs that end well and badly, and stops one [G001] [G080]', async () => {
    const { result: seen } = await client().script('boto3_transform.py', transformProgram)

    expect(seen).toEqual({
      arn: 'arn:aws:sagemaker:us-east-1:000000000000:transform-job/good-job',
      tags: [{ Key: 'a', Value: 'b' }],
      status: 'Completed',
      took: true,
      processing: { InputFilter: '$[1:]', JoinSource: 'Input', OutputFilter: '$[0,-1]' },
      outputs: {
        'out/in/a.csv.out': 'id1,2\nid2,2\n',
        'out/in/more/b.csv.out': 'id3,2\n',
      },
      failure: expect.stringMatching(
        /^ClientError: s3:\/\/batch\/bad\/a\.csv could not be transformed: The container answered 400 to record 1/,
      ),
      listed: [
        ['slow-job', 'Stopped'],
        ['bad-job', 'Failed'],
        ['Good-Job', 'Completed'],
      ],
    })
  }, 120_000)

  it('shows errors in the code, status and words of AWS [G001] [G112]', async () => {
    const { result: failures } = await client().script('boto3_errors.py')

    const facts = failures.map(({ code, status }: { code: string; status: number }) => [
      code,
      status,
    ])
    expect(facts).toEqual([
      ['ValidationException', 400],
      ['ValidationException', 400],
      ['UnknownOperationException', 400],
      ['ValidationError', 400],
      ['NoSuchBucket', 404],
      ['404', 404],
      ['RepositoryNotFoundException', 400],
      ['InvalidAction', 400],
      ['ResourceNotFoundException', 400],
      ['UnknownOperationException', 400],
    ])
    const texts = failures.map(({ message }: { message: string }) => message)
    expect(texts[0]).toBe('Requested resource not found.')
    expect(texts[1]).toMatch(/^1 validation error detected: Value 'bad_name!' at 'modelName'/)
    expect(texts[2]).toContain('CreateAlgorithm')
    expect(texts[3]).toBe('Endpoint none of account 000000000000 not found.')
    expect(texts[7]).toContain('GetFederationToken')
  }, 60_000)

  it('invokes an asynchronous endpoint and finds the answers and failures in S3, and is told of these by SNS [G077]', async () => {
    const { result: seen } = await client().script('boto3_async.py', program)

    expect(seen).toEqual({
      statuses: [202, 202, 202],
      id: 'my-own',
      named: ['s3://async/out/deep/named.csv', 's3://async/failed/deep/named-error.csv'],
      answer: ['model|from S3', 'text/csv'],
      inline: 'model|inline',
      failure: 'the model is ill',
      refused: ['ValidationError', 400],
      subscribed: [true],
      notice: ['Failed', true],
      config: 1,
    })
  }, 120_000)

  it('scales an endpoint by Application Auto Scaling', async () => {
    const { result: seen } = await client().script('boto3_scaling.py', program)

    expect(seen).toEqual({
      missing:
        'No scalable target registered for service namespace: sagemaker, resource ID: endpoint/scaling/variant/AllTraffic, scalable dimension: sagemaker:variant:DesiredInstanceCount',
      instances: 2,
      activity: ['Setting desired instance count to 2.', 'Successful'],
      dated: true,
      bounds: [2, 3],
      policy: true,
      alarms: 2,
      left: 0,
      refused: 'ValidationException',
    })
  }, 120_000)

  it('tunes hyperparameters, lists its training jobs page by page and knows the best [G001]', async () => {
    const { result: seen } = await client().script('boto3_tuning.py', tunedProgram)

    expect(seen).toEqual({
      status: 'Completed',
      counters: {
        Completed: 6,
        InProgress: 0,
        NonRetryableError: 0,
        RetryableError: 0,
        Stopped: 0,
      },
      objectives: { Failed: 0, Pending: 0, Succeeded: 6 },
      sorted: [...seen.sorted].sort((a: number, b: number) => a - b),
      best: Math.min(...seen.sorted),
      first: true,
      tuned_by: true,
      hyperparameters: ['_tuning_objective_metric', 'epochs', 'x'],
      artifact: true,
      seconds: true,
      listed: ['Bayesian'],
      stopped: 'ValidationException',
      gone: 'ResourceNotFound',
    })
    expect(seen.sorted).toHaveLength(6)
  }, 120_000)

  it('keeps keys of every spelling, uploads in parts, lists in pages, takes signed addresses [G110]', async () => {
    const { result: seen } = await client().script('boto3_s3.py', JSON.stringify(oddKeys))

    for (const key of oddKeys)
      expect(seen.keys[key]).toEqual({ texts: [key, key, key, key], tag: 'b' })
    const copies = ['', 'copy/', 'signed/'].flatMap((prefix) => oddKeys.map((key) => prefix + key))
    expect(seen.listed.sort()).toEqual(copies.sort())
    expect(seen.big).toEqual({ same: true, etag: expect.stringMatching(/-4"$/) })
    expect(seen).toMatchObject({ pages: [10, 10, 5], dated: true, gone: true })
  }, 120_000)
})
