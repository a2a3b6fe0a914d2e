import { describe, expect, it } from 'vitest'
import { deployEndpoint } from '../../src/index.ts'
import { awsError, type FakeAnswer, type FakeOperation, startFakeAws } from '../support/fake-aws.ts'

const gone = awsError('ValidationException', 'Could not find endpoint "arn:e".')
const inProgress = awsError('ValidationException', 'Cannot update in-progress endpoint "arn:e".')
const noLog = awsError('ResourceNotFoundException', 'no group')

function status(EndpointStatus: string, FailureReason?: string): FakeAnswer {
  return { body: { EndpointName: 'e', EndpointArn: 'arn:e', EndpointStatus, FailureReason } }
}

/** A SageMaker whose endpoint goes through these states, until it's deleted. */
function startHosting(
  describe: readonly FakeAnswer[],
  more: Readonly<Record<string, FakeOperation>> = {},
) {
  let left = [...describe]
  return startFakeAws({
    CreateEndpointConfig: [{ body: { EndpointConfigArn: 'arn:c' } }],
    CreateEndpoint: [{ body: { EndpointArn: 'arn:e' } }],
    DescribeEndpoint: () => (left.length > 1 ? left.shift() : left[0]) ?? gone,
    DeleteEndpoint: () => {
      left = [status('Deleting'), gone]
      return {}
    },
    DeleteEndpointConfig: [{}],
    DescribeLogStreams: [noLog],
    ...more,
  })
}

describe('deployEndpoint', () => {
  it('gives an endpoint in service, and deletes it and its config but not the model at the end of the block', async () => {
    await using aws = await startHosting([status('Creating'), status('InService')])
    const seen: string[] = []

    {
      await using endpoint = await deployEndpoint(aws.session, {
        model: 'm',
        name: 'e',
        onProgress: (progress) => seen.push(progress.status),
      })
      expect(endpoint).toMatchObject({ name: 'e', arn: 'arn:e' })
      expect(endpoint.resources.map(({ kind }) => kind)).toEqual(['endpoint-config', 'endpoint'])
    }

    expect(seen).toEqual(['Creating', 'InService'])
    const operations = aws.requests.map(({ operation }) => operation)
    expect(operations.slice(operations.indexOf('DeleteEndpoint'))).toEqual([
      'DeleteEndpoint',
      'DescribeEndpoint',
      'DescribeEndpoint',
      'DeleteEndpointConfig',
    ])
    expect(
      aws.requests.find(({ operation }) => operation === 'CreateEndpointConfig')?.input,
    ).toEqual({
      EndpointConfigName: 'e',
      ProductionVariants: [
        {
          VariantName: 'AllTraffic',
          ModelName: 'm',
          InstanceType: 'ml.m5.large',
          InitialInstanceCount: 1,
        },
      ],
    })
  })

  it.each(['Failed', 'OutOfService', 'RollingBack', 'UpdateRollbackFailed', 'Deleting'])(
    'takes %s for a failure, and removes what it made',
    async (word) => {
      await using aws = await startHosting([status(word, 'no ping')])

      await expect(deployEndpoint(aws.session, { model: 'm', name: 'e' })).rejects.toMatchObject({
        code: 'endpoint-failed',
        status: word,
        failureReason: 'no ping',
        message: "Endpoint e didn't come into service: no ping",
        cleanUp: { removed: [{ kind: 'endpoint' }, { kind: 'endpoint-config' }], leftovers: [] },
      })
    },
  )

  it('refuses what SageMaker would before it asks for anything', async () => {
    await using aws = await startHosting([status('InService')])
    const serverless = { memorySizeInMB: 1, maxConcurrency: 1 }

    await expect(deployEndpoint(aws.session, { model: 'm', serverless })).rejects.toMatchObject({
      code: 'invalid-option',
    })
    expect(aws.requests).toEqual([])
  })

  it("lays the SDK's members over CreateEndpoint", async () => {
    await using aws = await startHosting([status('InService')])
    const endpoint = { DeploymentConfig: { AutoRollbackConfiguration: { Alarms: [] } } }

    await deployEndpoint(aws.session, { model: 'm', name: 'e', sdkOptions: { endpoint } })

    expect(aws.requests.find(({ operation }) => operation === 'CreateEndpoint')?.input).toEqual({
      EndpointName: 'e',
      EndpointConfigName: 'e',
      ...endpoint,
    })
  })

  it('tells that a container is never healthy by a code of its own, with its last words and what to do', async () => {
    const reason =
      'The primary container for production variant AllTraffic did not pass the ping health check. Please check CloudWatch logs for this endpoint.'
    await using aws = await startHosting([status('Creating'), status('Failed', reason)], {
      DescribeLogStreams: [{ body: { logStreams: [{ logStreamName: 'AllTraffic/i-1' }] } }],
      GetLogEvents: [{ body: { events: [{ message: 'loading' }, { message: 'no weights.bin' }] } }],
    })

    await expect(deployEndpoint(aws.session, { model: 'm', name: 'e' })).rejects.toMatchObject({
      code: 'health-check-failed',
      failureReason: reason,
      message: expect.stringMatching(
        /health check.* last wrote "no weights\.bin"\. Have the container answer GET \/ping/,
      ),
      logTail: ['loading', 'no weights.bin'],
      cleanUp: { leftovers: [] },
    })
  })

  it('waits with deleting until the endpoint is no longer being created', async () => {
    const controller = new AbortController()
    let deletions = 0
    await using aws = await startHosting([status('Creating')], {
      DescribeEndpoint: () => {
        controller.abort()
        return deletions < 3 ? status('Creating') : gone
      },
      DeleteEndpoint: () => {
        deletions += 1
        return deletions < 3 ? inProgress : {}
      },
    })

    await expect(
      deployEndpoint(aws.session, { model: 'm', name: 'e', signal: controller.signal }),
    ).rejects.toMatchObject({ code: 'aborted', cleanUp: { leftovers: [] } })
    expect(deletions).toBe(3)
  })

  it('lists with ARNs what it could not remove, and why [G055]', async () => {
    const denied = awsError('AccessDeniedException', 'not authorized')
    await using aws = await startHosting([status('Failed', 'no ping')], {
      DeleteEndpoint: [denied],
    })

    await expect(deployEndpoint(aws.session, { model: 'm', name: 'e' })).rejects.toMatchObject({
      code: 'endpoint-failed',
      message: expect.stringMatching(
        /no ping These could not be removed: arn:aws:sagemaker:eu-west-1:123456789012:endpoint\/e \(DeleteEndpoint was denied.*endpoint-config\/e \(still used by/,
      ),
      cleanUp: {
        removed: [],
        leftovers: [{ resource: { kind: 'endpoint' } }, { resource: { kind: 'endpoint-config' } }],
      },
    })
    expect(aws.count('DeleteEndpointConfig')).toBe(0)
  })

  it('rides out that a new config is unknown for a moment', async () => {
    const unknown = awsError(
      'ValidationException',
      'Could not find endpoint configuration "arn:c".',
    )
    await using aws = await startHosting([status('InService')], {
      CreateEndpoint: [unknown, { body: { EndpointArn: 'arn:e' } }],
    })

    const endpoint = await deployEndpoint(aws.session, { model: 'm', name: 'e', keep: true })

    expect(endpoint.arn).toBe('arn:e')
  })

  it('never touches an endpoint that was there before', async () => {
    await using aws = await startHosting([status('InService')], {
      CreateEndpoint: [
        awsError('ValidationException', 'Cannot create already existing endpoint "arn:e".'),
      ],
    })

    await expect(deployEndpoint(aws.session, { model: 'm', name: 'e' })).rejects.toMatchObject({
      code: 'name-taken',
      cleanUp: { removed: [{ kind: 'endpoint-config' }] },
    })
    expect(aws.count('DeleteEndpoint')).toBe(0)
  })

  it('knows its own endpoint again when the answer of the first attempt was lost [G099]', async () => {
    const there = {
      body: { EndpointArn: 'arn:e', EndpointConfigName: 'e', EndpointStatus: 'InService' },
    }
    await using aws = await startHosting([there], {
      CreateEndpoint: [
        { drop: true },
        awsError('ValidationException', 'Cannot create already existing endpoint "arn:e".'),
      ],
    })

    const endpoint = await deployEndpoint(aws.session, { model: 'm', name: 'e', keep: true })

    expect(endpoint.arn).toBe('arn:e')
  })

  it('sends no second create when the outcome of the first is unknown, and removes what it may have made', async () => {
    await using aws = await startHosting([status('InService')], {
      CreateEndpoint: [{ drop: true }],
    })

    await expect(deployEndpoint(aws.session, { model: 'm', name: 'e' })).rejects.toMatchObject({
      code: 'endpoint-unreachable',
      cleanUp: { removed: [{ kind: 'endpoint' }, { kind: 'endpoint-config' }] },
    })
    // The attempts of the SDK, which a name that is taken would have ended.
    expect(aws.count('CreateEndpoint')).toBe(3)
    expect(aws.count('DeleteEndpoint')).toBe(1)
  })

  it('deletes once and is then done, however often it is told to [G059]', async () => {
    await using aws = await startHosting([status('InService')])
    const endpoint = await deployEndpoint(aws.session, { model: 'm', name: 'e' })

    await endpoint.delete()
    const again = await endpoint.delete()
    await endpoint[Symbol.asyncDispose]()

    expect(again).toEqual({ removed: [], leftovers: [] })
    expect(aws.count('DeleteEndpoint')).toBe(1)
  })
})
