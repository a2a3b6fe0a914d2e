import { CloudWatchLogsClient, DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr'
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { ListTrainingJobsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { Upload } from '@aws-sdk/lib-storage'
import { beforeAll, describe, expect, it } from 'vitest'
import { presign } from '../support/presign.ts'
import { clientConfig, rawRequest, useLocal } from '../support/with-local.ts'

const local = useLocal({ verifySignatures: true })
const bucket = 'signed'
const config = (more: object = {}) => ({ ...clientConfig(local()), ...more })
const withKey = (accessKeyId: string, secretAccessKey = 'local') =>
  config({ credentials: { accessKeyId, secretAccessKey } })
const s3 = () => new S3Client(config())

/** What each service answers to a request that is signed so; those that get through fail for what is not there. */
async function answersTo(options: object): Promise<unknown[]> {
  const calls = [
    new SageMakerClient(options).send(new ListTrainingJobsCommand({})),
    new ECRClient(options).send(new DescribeRepositoriesCommand({})),
    new CloudWatchLogsClient(options).send(new DescribeLogStreamsCommand({ logGroupName: '/no' })),
    new SageMakerRuntimeClient(options).send(
      new InvokeEndpointCommand({ EndpointName: 'no', Body: 'x', ContentType: 'text/csv' }),
    ),
    new STSClient(options).send(new GetCallerIdentityCommand({})),
    new S3Client(options).send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'no/' })),
  ]
  return (await Promise.allSettled(calls)).map((call) =>
    call.status === 'fulfilled'
      ? 'ok'
      : [call.reason.name, call.reason.$metadata.httpStatusCode].join(' '),
  )
}

const throughAnswers = [
  'ok',
  'ok',
  'ResourceNotFoundException 400',
  'ValidationError 400',
  'ok',
  'ok',
]

beforeAll(async () => {
  await s3().send(new CreateBucketCommand({ Bucket: bucket }))
})

describe('a server that verifies signatures', () => {
  it('takes what the SDK signs with its key, or with an account’s [G113]', async () => {
    expect(await answersTo(config())).toEqual(throughAnswers)
    expect(await answersTo(withKey('123456789012'))).toEqual(throughAnswers)
    expect(await answersTo(config({ region: 'eu-west-1' }))).toEqual(throughAnswers)
  })

  it('refuses a wrong secret in each service’s own words [G113]', async () => {
    expect(await answersTo(withKey('local', 'wrong'))).toEqual([
      'InvalidSignatureException 400',
      'InvalidSignatureException 400',
      'InvalidSignatureException 400',
      'InvalidSignatureException 403',
      'SignatureDoesNotMatch 403',
      'SignatureDoesNotMatch 403',
    ])
  })

  it('refuses a key that it does not know [G113]', async () => {
    expect(await answersTo(withKey('AKIAIOSFODNN7EXAMPLE'))).toEqual([
      'UnrecognizedClientException 400',
      'UnrecognizedClientException 400',
      'UnrecognizedClientException 400',
      'UnrecognizedClientException 403',
      'InvalidClientTokenId 403',
      'InvalidAccessKeyId 403',
    ])
  })

  it.each([-16, 16])('refuses a clock that is %i minutes off [G113]', async (minutes) => {
    expect(await answersTo(config({ systemClockOffset: minutes * 60_000 }))).toEqual([
      'InvalidSignatureException 400',
      'InvalidSignatureException 400',
      'InvalidSignatureException 400',
      'InvalidSignatureException 403',
      'SignatureDoesNotMatch 403',
      'RequestTimeTooSkewed 403',
    ])
  })

  it.each([-14, 14])('takes a clock that is %i minutes off', async (minutes) => {
    expect(await answersTo(config({ systemClockOffset: minutes * 60_000 }))).toEqual(throughAnswers)
  })

  it.each(['plain', 'with space', 'a+b', 'ü/é', "star*(1)!'", 'a%20b', 'a//b', 'a&b=c'])(
    'finds the signature of the key "%s", streamed and whole, right [G113]',
    async (key) => {
      await s3().send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'bytes' }))
      const { Body } = await s3().send(new GetObjectCommand({ Bucket: bucket, Key: key }))

      expect(await Body?.transformToString()).toBe('bytes')
    },
  )

  it('takes a multipart upload', async () => {
    const body = Buffer.alloc(6 * 1024 ** 2, 'x')
    await new Upload({ client: s3(), params: { Bucket: bucket, Key: 'big', Body: body } }).done()

    const { ContentLength } = await s3().send(new GetObjectCommand({ Bucket: bucket, Key: 'big' }))
    expect(ContentLength).toBe(body.length)
  })

  it('refuses requests that carry no signature', async () => {
    const { endpoint } = local()
    const target = { 'x-amz-target': 'SageMaker.ListTrainingJobs' }
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const answers = await Promise.all([
      rawRequest(endpoint, { method: 'POST', path: '/', headers: target, body: '{}' }),
      rawRequest(endpoint, { method: 'POST', path: '/endpoints/x/invocations', body: 'x' }),
      rawRequest(endpoint, { method: 'POST', path: '/', headers: form, body: 'Action=GetRole' }),
      rawRequest(endpoint, { path: `/${bucket}/plain` }),
      rawRequest(endpoint, { path: `/${bucket}/plain?AWSAccessKeyId=a&Signature=b` }),
    ])

    expect(answers.map(({ status, text }) => [status, codeOf(text)])).toEqual([
      [400, 'MissingAuthenticationTokenException'],
      [403, 'MissingAuthenticationTokenException'],
      [403, 'MissingAuthenticationToken'],
      [403, 'AccessDenied'],
      [400, 'InvalidRequest'],
    ])
  })

  it.each([
    ['SignedHeaders=host, Signature=0', 'IncompleteSignatureException'],
    ['Credential=local/20260101/us-east-1/sagemaker/aws4_request', 'IncompleteSignatureException'],
    ['Credential=local/x, SignedHeaders=host, Signature=0', 'IncompleteSignatureException'],
    [
      'Credential=local/20260101/us-east-1/ecr/aws4_request, SignedHeaders=host, Signature=0',
      'InvalidSignatureException',
    ],
    [
      'Credential=local/20260101/us-east-1/sagemaker/aws4_request, SignedHeaders=x, Signature=0',
      'InvalidSignatureException',
    ],
  ])('refuses the header "%s"', async (authorization, code) => {
    const { status, text } = await rawRequest(local().endpoint, {
      method: 'POST',
      path: '/',
      headers: {
        'x-amz-target': 'SageMaker.ListTrainingJobs',
        'x-amz-date': '20260101T000000Z',
        authorization: `AWS4-HMAC-SHA256 ${authorization}`,
      },
      body: '{}',
    })

    expect([status, codeOf(text)]).toEqual([400, code])
  })

  it('refuses a body that was changed on its way [G113]', async () => {
    const tamper = { name: 'tamper', step: 'finalizeRequest', priority: 'low' } as const
    const sagemaker = new SageMakerClient(config())
    sagemaker.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { body: Uint8Array; headers: Record<string, string> }
        request.body = Buffer.from('{"MaxResults":6}')
        return next(args)
      },
      tamper,
    )

    await expect(
      sagemaker.send(new ListTrainingJobsCommand({ MaxResults: 5 })),
    ).rejects.toMatchObject({ name: 'InvalidSignatureException' })
  })

  it('takes the keys that STS gives out, with their token only', async () => {
    const { Credentials: given } = await new STSClient(config()).send(
      new AssumeRoleCommand({
        RoleArn: 'arn:aws:iam::210987654321:role/Trainer',
        RoleSessionName: 'test',
      }),
    )
    const credentials = {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
    }

    const sessionToken = given?.SessionToken ?? ''
    expect(await answersTo(config({ credentials: { ...credentials, sessionToken } }))).toEqual(
      throughAnswers,
    )
    expect(await answersTo(config({ credentials }))).toEqual([
      'UnrecognizedClientException 400',
      'UnrecognizedClientException 400',
      'UnrecognizedClientException 400',
      'UnrecognizedClientException 403',
      'InvalidClientTokenId 403',
      'InvalidToken 400',
    ])
  })
})

describe('a presigned address', () => {
  const path = `/${bucket}/a%20b%2B%C3%BC%2A`

  it('puts and gets an object [G113]', async () => {
    const { endpoint } = local()
    const put = await presign(s3(), { method: 'PUT', path, expiresIn: 60 })
    const get = await presign(s3(), { method: 'GET', path, expiresIn: 60 })

    expect(await rawRequest(endpoint, { method: 'PUT', path: put, body: 'x' })).toMatchObject({
      status: 200,
    })
    expect(await rawRequest(endpoint, { path: get })).toMatchObject({ status: 200, text: 'x' })
  })

  it('is good for its own method, key and headers only [G113]', async () => {
    const { endpoint } = local()
    const get = await presign(s3(), { method: 'GET', path, expiresIn: 60 })
    const headers = { 'x-amz-meta-a': 'b' }
    const answers = await Promise.all([
      rawRequest(endpoint, { method: 'PUT', path: get, body: 'x' }),
      rawRequest(endpoint, { path: get.replace('a%20b', 'c') }),
      rawRequest(endpoint, { path: get.replace('X-Amz-Expires=60', 'X-Amz-Expires=600') }),
      rawRequest(endpoint, { path: get, headers }),
      rawRequest(endpoint, { path: get.replace('X-Amz-Expires=60', 'X-Amz-Expires=604801') }),
    ])

    expect(answers.map(({ status, text }) => [status, codeOf(text)])).toEqual([
      [403, 'SignatureDoesNotMatch'],
      [403, 'SignatureDoesNotMatch'],
      [403, 'SignatureDoesNotMatch'],
      [403, 'AccessDenied'],
      [400, 'AuthorizationQueryParametersError'],
    ])
  })
})

function codeOf(text: string): string | undefined {
  return /<Code>(.*?)<|"__type":"(.*?)"/.exec(text)?.slice(1).find(Boolean)
}
