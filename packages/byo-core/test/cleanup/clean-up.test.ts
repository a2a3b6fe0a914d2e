import { describe, expect, it } from 'vitest'
import { cleanUp, type Resource, type ResourceKind } from '../../src/index.ts'
import { awsError, startFakeAws } from '../support/fake-aws.ts'

const resource = (kind: ResourceKind, name = 'x'): Resource => ({ kind, name, arn: `arn:${kind}` })
const invalid = (message: string) => [awsError('ValidationException', message)]

const all = [
  resource('image-repository'),
  resource('image', 'repo:tag@sha256:1'),
  resource('s3-objects', 's3://b/p/'),
  resource('training-job'),
  resource('model'),
  resource('transform-job'),
  resource('endpoint-config'),
  resource('endpoint'),
]

const allGone = {
  DeleteEndpoint: invalid('Could not find endpoint "arn".'),
  DescribeEndpoint: invalid('Could not find endpoint "arn".'),
  DeleteEndpointConfig: invalid('Could not find endpoint configuration "arn".'),
  DeleteModel: invalid('Could not find model "arn".'),
  DescribeTrainingJob: invalid('Requested resource not found.'),
  DescribeTransformJob: invalid('Could not find requested job with name: x'),
  'GET /b': [{ status: 404, body: '<Error><Code>NoSuchBucket</Code></Error>' }],
  BatchDeleteImage: [awsError('RepositoryNotFoundException', 'no')],
  DeleteRepository: [awsError('RepositoryNotFoundException', 'no')],
}

describe('cleanUp', () => {
  it('takes every spelling of not-found for done, in the right order whatever the given one [G059]', async () => {
    await using aws = await startFakeAws(allGone)

    const { removed, leftovers } = await cleanUp(aws.session, all)

    expect(removed.map(({ kind }) => kind)).toEqual(all.map(({ kind }) => kind).reverse())
    expect(leftovers).toEqual([])
  })

  it('goes on after a failure and then lists what is left, with reasons [G055]', async () => {
    await using aws = await startFakeAws({
      ...allGone,
      DeleteModel: [awsError('AccessDeniedException', 'not authorized')],
    })

    await expect(cleanUp(aws.session, all)).rejects.toMatchObject({
      code: 'clean-up-incomplete',
      message: expect.stringContaining('arn:model (DeleteModel was denied'),
      leftovers: [{ resource: { kind: 'model' } }],
    })
    expect(aws.count('DeleteRepository')).toBe(1)
  })

  it('rides out throttling', async () => {
    await using aws = await startFakeAws({
      DeleteModel: [...Array(6).fill(awsError('ThrottlingException', 'Rate exceeded')), {}],
    })

    await expect(cleanUp(aws.session, [resource('model')])).resolves.toMatchObject({
      leftovers: [],
    })
    expect(aws.count('DeleteModel')).toBe(7)
  })

  it('stops a transform job that runs and waits for its end, and leaves one that has ended', async () => {
    const job = (TransformJobStatus: string) => ({ body: { TransformJobStatus } })
    await using aws = await startFakeAws({
      DescribeTransformJob: [job('InProgress'), job('Stopping'), job('Stopped')],
      StopTransformJob: [{}],
    })

    await cleanUp(aws.session, [resource('transform-job')])
    expect(aws.count('DescribeTransformJob')).toBe(3)
    await cleanUp(aws.session, [resource('transform-job')])
    expect(aws.count('StopTransformJob')).toBe(1)
  })

  it('stops a job that runs, waits for its end and deletes its record', async () => {
    const job = (TrainingJobStatus: string) => ({ body: { TrainingJobStatus } })
    await using aws = await startFakeAws({
      DescribeTrainingJob: [job('InProgress'), job('Stopping'), job('Stopped')],
      StopTrainingJob: [{}],
      DeleteTrainingJob: [{}],
    })

    await cleanUp(aws.session, [resource('training-job')])

    expect(aws.requests.map(({ operation }) => operation)).toEqual([
      'DescribeTrainingJob',
      'StopTrainingJob',
      'DescribeTrainingJob',
      'DescribeTrainingJob',
      'DeleteTrainingJob',
    ])
  })

  it('removes an image only by tag and digest together', async () => {
    await using aws = await startFakeAws({
      BatchDeleteImage: [
        {
          body: {
            failures: [{ failureCode: 'ImageTagDoesNotMatchDigest', failureReason: 'moved' }],
          },
        },
      ],
    })

    const report = await cleanUp(aws.session, [resource('image', 'team/repo:v1@sha256:12')])

    expect(aws.requests[0]?.input).toEqual({
      repositoryName: 'team/repo',
      imageIds: [{ imageTag: 'v1', imageDigest: 'sha256:12' }],
    })
    expect(report.leftovers).toEqual([])
  })

  it('leaves a repository that holds what others have put there', async () => {
    await using aws = await startFakeAws({
      DeleteRepository: [awsError('RepositoryNotEmptyException', 'not empty')],
    })

    await expect(cleanUp(aws.session, [resource('image-repository')])).rejects.toMatchObject({
      leftovers: [{ reason: 'it holds images that were not made here' }],
    })
    expect(aws.requests[0]?.input.force).toBeUndefined()
  })

  it('says which object S3 did not delete', async () => {
    const list = '<ListBucketResult><Contents><Key>p/locked</Key></Contents></ListBucketResult>'
    const failed =
      '<DeleteResult><Error><Key>p/locked</Key><Code>AccessDenied</Code><Message>locked</Message></Error></DeleteResult>'
    await using aws = await startFakeAws({
      'GET /b': [{ body: list }],
      'POST /b': [{ body: failed }],
    })

    await expect(cleanUp(aws.session, [resource('s3-objects', 's3://b/p/')])).rejects.toMatchObject(
      {
        leftovers: [{ reason: 'S3 did not delete p/locked: AccessDenied locked' }],
      },
    )
  })

  it('does nothing for nothing', async () => {
    await using aws = await startFakeAws({})

    await expect(cleanUp(aws.session, [])).resolves.toEqual({ removed: [], leftovers: [] })
    expect(aws.requests).toEqual([])
  })
})
