import { describe, expect, it } from 'vitest'
import { deployEndpoint, updateEndpoint } from '../../src/index.ts'
import type { Session } from '../../src/session/session.ts'
import { awsError, type FakeAnswer, type FakeOperation, startFakeAws } from '../support/fake-aws.ts'
import { startLocalSession } from '../support/local-session.ts'
import { meanModels } from '../support/mean-models.ts'

/** The names of the configs that the account holds. */
async function configNames(session: Session) {
  const sageMaker = await session.clients.sageMaker()
  const { EndpointConfigs = [] } = await sageMaker.listEndpointConfigs({})
  return EndpointConfigs.map(({ EndpointConfigName }) => EndpointConfigName)
}

describe('updateEndpoint, of a real endpoint', () => {
  it('puts another model behind it, and deletes the config that it had before', async () => {
    await using aws = await startLocalSession()
    const makeModel = await meanModels(aws.session)
    const [one, two] = [await makeModel('one', 1), await makeModel('two', 2)]
    await using endpoint = await deployEndpoint(aws.session, { model: one, name: 'e' })

    const update = await endpoint.update({ model: two, startupHealthCheckTimeoutInSeconds: 90 })

    expect((await endpoint.predict('x')).numbers()).toEqual([2])
    expect(update).toEqual({
      configName: expect.stringMatching(/^e-\d{8}-\d{6}-\w{8}$/),
      previousConfigName: 'e',
      cleanUp: { removed: [expect.objectContaining({ name: 'e' })], leftovers: [] },
    })
    expect(await configNames(aws.session)).toEqual([update.configName])
    await endpoint.delete()
    expect(await configNames(aws.session)).toEqual([])
  })

  it('leaves a config that was made elsewhere', async () => {
    await using aws = await startLocalSession()
    const makeModel = await meanModels(aws.session)
    const model = await makeModel('one', 1)
    await using _endpoint = await deployEndpoint(aws.session, { model, name: 'e' })

    const update = await updateEndpoint(aws.session, 'e', { model })

    expect(update.cleanUp).toEqual({ removed: [], leftovers: [] })
    expect((await configNames(aws.session)).sort()).toEqual(['e', update.configName])
  })

  it('tells of a rollback, removes the new config and serves as before [G062]', async () => {
    await using aws = await startLocalSession()
    const makeModel = await meanModels(aws.session)
    const [good, bad] = [
      await makeModel('good', 1),
      await makeModel('bad', 2, 'crash-when-serving'),
    ]
    await using endpoint = await deployEndpoint(aws.session, { model: good, name: 'e' })

    // Twice, because the second finds the first one's reason there already.
    for (const _ of [1, 2]) {
      await expect(endpoint.update({ model: bad })).rejects.toMatchObject({
        name: 'EndpointError',
        code: 'update-rolled-back',
        status: 'InService',
        failureReason: expect.stringContaining('CannotStartContainerError'),
        message: expect.stringContaining('was rolled back, and it serves as before: '),
        logTail: expect.arrayContaining(['cannot load the model']),
        cleanUp: { removed: [{ kind: 'endpoint-config' }], leftovers: [] },
      })
    }
    expect((await endpoint.predict('x')).numbers()).toEqual([1])
    expect(await configNames(aws.session)).toEqual(['e'])
    expect(endpoint.resources.map(({ name }) => name)).toEqual(['e', 'e'])
  })
})

const noLog = awsError('ResourceNotFoundException', 'no group')

interface State {
  readonly status: string
  /** Whether it has the new config. */
  readonly isNew?: boolean
  readonly reason?: string
  readonly modified?: number
}

/** An endpoint `e` that is in service with the config `old`, and after UpdateEndpoint goes through these states. */
function startUpdating(
  states: readonly State[],
  more: Readonly<Record<string, FakeOperation>> = {},
  before: State = { status: 'InService' },
) {
  let config = ''
  let updated = false
  const left = [...states]
  return startFakeAws({
    CreateEndpointConfig: ({ input }) => {
      config = input.EndpointConfigName
      return { body: { EndpointConfigArn: 'arn:c' } }
    },
    UpdateEndpoint: () => {
      updated = true
      return { body: { EndpointArn: 'arn:e' } }
    },
    DescribeEndpoint: (): FakeAnswer => {
      const now = updated ? (left.length > 1 ? left.shift() : left[0]) : before
      const { status, isNew, reason, modified = 1 } = now ?? before
      return {
        body: {
          EndpointName: 'e',
          EndpointArn: 'arn:e',
          EndpointConfigName: isNew ? config : 'old',
          EndpointStatus: status,
          FailureReason: reason,
          LastModifiedTime: modified,
        },
      }
    },
    DeleteEndpointConfig: [{}],
    DescribeLogStreams: [noLog],
    ...more,
  })
}

describe('updateEndpoint, of a scripted one', () => {
  it('is not fooled by an endpoint that still reads InService when the update has not begun', async () => {
    await using aws = await startUpdating([
      { status: 'InService' },
      { status: 'InService' },
      { status: 'Updating' },
      { status: 'InService', isNew: true },
    ])
    const seen: string[] = []

    await updateEndpoint(aws.session, 'e', {
      model: 'm',
      onProgress: ({ status }) => seen.push(status),
    })

    expect(seen).toEqual(['InService', 'Updating', 'InService'])
    expect(aws.count('DeleteEndpointConfig')).toBe(0)
  })

  it.each<[string, readonly State[], State?]>([
    [
      'seen to happen',
      [
        { status: 'Updating' },
        { status: 'RollingBack' },
        { status: 'InService', reason: 'no ping' },
      ],
    ],
    ['not seen, but told', [{ status: 'InService', reason: 'no ping' }]],
    [
      'told in the words of the one before',
      [
        { status: 'InService', reason: 'no ping' },
        { status: 'InService', reason: 'no ping', modified: 2 },
      ],
      { status: 'InService', reason: 'no ping' },
    ],
  ])('tells of a rollback however little is seen of it: %s [G062]', async (_, states, before) => {
    await using aws = await startUpdating(states, {}, before)

    await expect(updateEndpoint(aws.session, 'e', { model: 'm' })).rejects.toMatchObject({
      code: 'update-rolled-back',
      failureReason: 'no ping',
      cleanUp: { removed: [{ kind: 'endpoint-config' }] },
    })
  })

  it.each<[string, readonly State[]]>([
    ['was seen to begin', [{ status: 'Updating' }, { status: 'InService' }]],
    ['left no trace at all', [{ status: 'InService' }]],
  ])('tells of a rollback without a reason that %s', async (_, states) => {
    await using aws = await startUpdating(states)

    await expect(updateEndpoint(aws.session, 'e', { model: 'm' })).rejects.toMatchObject({
      code: 'update-rolled-back',
      message: expect.stringMatching(/rolled back.*its status is InService/),
    })
  })

  it.each([
    ['UpdateRollbackFailed', 'update-rollback-failed', 'a mix of the old and the new'],
    ['OutOfService', 'endpoint-failed', 'is out of service'],
    ['Failed', 'endpoint-failed', "can't be used any more"],
    ['Deleting', 'endpoint-failed', "can't be used any more"],
  ])('tells %s for what it is, and deletes no config', async (status, code, words) => {
    await using aws = await startUpdating([{ status: 'Updating' }, { status, reason: 'why' }])

    await expect(updateEndpoint(aws.session, 'e', { model: 'm' })).rejects.toMatchObject({
      code,
      status,
      message: expect.stringContaining(words),
    })
    expect(aws.count('DeleteEndpointConfig')).toBe(0)
  })

  it('deletes the new config when the update is refused', async () => {
    await using aws = await startUpdating([{ status: 'InService' }], {
      UpdateEndpoint: [awsError('ValidationException', 'Cannot update in-progress endpoint "a".')],
    })

    await expect(updateEndpoint(aws.session, 'e', { model: 'm' })).rejects.toMatchObject({
      code: 'request-refused',
      operation: 'UpdateEndpoint',
      cleanUp: { removed: [{ kind: 'endpoint-config' }], leftovers: [] },
    })
  })

  it('knows its own update again when the answer of the first attempt was lost', async () => {
    let attempts = 0
    let config = ''
    await using aws = await startUpdating([], {
      CreateEndpointConfig: ({ input }) => {
        config = input.EndpointConfigName
        return {}
      },
      UpdateEndpoint: () => {
        attempts += 1
        return attempts === 1
          ? { drop: true }
          : awsError('ValidationException', 'Cannot update in-progress endpoint "arn:e".')
      },
      DescribeEndpoint: () => ({
        body: {
          EndpointName: 'e',
          EndpointConfigName: aws.count('DescribeEndpoint') > 2 ? config : 'old',
          EndpointStatus: 'InService',
          PendingDeploymentSummary: attempts > 0 ? { EndpointConfigName: config } : undefined,
        },
      }),
    })

    await expect(updateEndpoint(aws.session, 'e', { model: 'm' })).resolves.toMatchObject({
      previousConfigName: 'old',
    })
    expect(attempts).toBe(2)
  })

  it('keeps the new config when nobody knows what became of the update', async () => {
    await using aws = await startUpdating([], { UpdateEndpoint: [{ drop: true }] })

    await expect(updateEndpoint(aws.session, 'e', { model: 'm' })).rejects.toMatchObject({
      code: 'endpoint-unreachable',
    })
    expect(aws.count('DeleteEndpointConfig')).toBe(0)
  })

  it('keeps both configs when it is told to wait no longer', async () => {
    await using aws = await startUpdating([{ status: 'Updating' }])

    await expect(
      updateEndpoint(aws.session, 'e', { model: 'm', timeout: 5 }),
    ).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('last seen: Updating'),
    })
    expect(aws.count('DeleteEndpointConfig')).toBe(0)
  })

  it('rides out that a new config is unknown for a moment', async () => {
    let attempts = 0
    const unknown = awsError('ValidationException', 'Could not find endpoint configuration "c".')
    await using aws = await startUpdating([], {
      UpdateEndpoint: () => {
        attempts += 1
        return attempts === 1 ? unknown : { body: {} }
      },
      DescribeEndpoint: () =>
        attempts < 2
          ? { body: { EndpointName: 'e', EndpointStatus: 'InService', EndpointConfigName: 'old' } }
          : { body: { EndpointName: 'e', EndpointStatus: 'Failed', EndpointConfigName: 'old' } },
    })

    await expect(updateEndpoint(aws.session, 'e', { model: 'm' })).rejects.toMatchObject({
      code: 'endpoint-failed',
    })
    expect(attempts).toBe(2)
  })

  it('gives a config up that stays unknown, and leaves none', async () => {
    await using aws = await startUpdating([], {
      UpdateEndpoint: [
        awsError('ValidationException', 'Could not find endpoint configuration "c".'),
      ],
    })

    await expect(updateEndpoint(aws.session, 'e', { model: 'm' })).rejects.toMatchObject({
      code: 'request-refused',
      cleanUp: { removed: [{ kind: 'endpoint-config' }] },
    })
  })

  it('refuses what SageMaker would before it asks for anything', async () => {
    await using aws = await startUpdating([])

    await expect(updateEndpoint(aws.session, 'e', {})).rejects.toMatchObject({
      code: 'invalid-option',
    })
    expect(aws.requests).toEqual([])
  })

  it("lays the SDK's members over UpdateEndpoint", async () => {
    await using aws = await startUpdating([{ status: 'InService', isNew: true }])

    await updateEndpoint(aws.session, 'e', {
      model: 'm',
      sdkOptions: { endpoint: { RetainAllVariantProperties: true } },
    })

    const sent = aws.requests.find(({ operation }) => operation === 'UpdateEndpoint')
    expect(sent?.input).toMatchObject({ EndpointName: 'e', RetainAllVariantProperties: true })
  })
})
