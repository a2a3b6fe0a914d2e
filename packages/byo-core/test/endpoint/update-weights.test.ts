import { describe, expect, it } from 'vitest'
import { attachEndpoint, deployEndpoint } from '../../src/index.ts'
import { awsError, type FakeOperation, startFakeAws } from '../support/fake-aws.ts'
import { startLocalSession } from '../support/local-session.ts'
import { meanModels } from '../support/mean-models.ts'

/** An endpoint in service whose variant `v` has these weights, one after the other. */
async function startWeighing(
  looks: readonly { status: string; weight: number; reason?: string }[],
  UpdateEndpointWeightsAndCapacities: FakeOperation = [{ body: { EndpointArn: 'arn:e' } }],
) {
  const answers = looks.map(({ status, weight, reason }) => ({
    body: {
      EndpointName: 'e',
      EndpointArn: 'arn:e',
      EndpointStatus: status,
      FailureReason: reason,
      ProductionVariants: [{ VariantName: 'v', DesiredWeight: weight, DesiredInstanceCount: 1 }],
    },
  }))
  const first = { status: 'InService', weight: 1 }
  const aws = await startFakeAws({
    DescribeEndpoint: [{ body: { EndpointName: 'e', EndpointStatus: first.status } }, ...answers],
    UpdateEndpointWeightsAndCapacities,
    DescribeLogStreams: [awsError('ResourceNotFoundException', 'no group')],
  })
  const endpoint = await attachEndpoint(aws.session, 'e')
  return { aws, endpoint }
}

describe('updateWeights', () => {
  it('changes which variant answers, and with how many machines', async () => {
    await using aws = await startLocalSession()
    const makeModel = await meanModels(aws.session)
    await using endpoint = await deployEndpoint(aws.session, {
      variants: [
        { name: 'one', model: await makeModel('one', 1) },
        { name: 'two', model: await makeModel('two', 2), weight: 0 },
      ],
    })
    expect((await endpoint.predict('x')).numbers()).toEqual([1])

    await endpoint.updateWeights({ one: { weight: 0 }, two: { weight: 0.1, instanceCount: 2 } })

    expect((await endpoint.predict('x')).numbers()).toEqual([2])
    expect((await endpoint.describe()).ProductionVariants).toMatchObject([
      { VariantName: 'one', CurrentWeight: 0, CurrentInstanceCount: 1 },
      { VariantName: 'two', CurrentInstanceCount: 2 },
    ])
  })

  it('waits for the new weights, as exactly as SageMaker keeps them', async () => {
    const { aws, endpoint } = await startWeighing([
      { status: 'InService', weight: 1 },
      { status: 'InService', weight: 1 },
      { status: 'Updating', weight: 1 },
      { status: 'InService', weight: 0.10000000149011612 },
    ])
    await using _ = aws

    await endpoint.updateWeights({ v: { weight: 0.1 } })

    expect(aws.count('DescribeEndpoint')).toBe(5)
  })

  it('tells of a rollback', async () => {
    const { aws, endpoint } = await startWeighing([
      { status: 'InService', weight: 1 },
      { status: 'Updating', weight: 1 },
      { status: 'InService', weight: 1, reason: 'no capacity' },
    ])
    await using _ = aws

    await expect(endpoint.updateWeights({ v: { weight: 2 } })).rejects.toMatchObject({
      code: 'update-rolled-back',
      failureReason: 'no capacity',
    })
  })

  it('knows its own update again when the answer of the first attempt was lost', async () => {
    const again = awsError('ValidationException', 'Cannot update in-progress endpoint "arn:e".')
    const { aws, endpoint } = await startWeighing(
      [
        { status: 'InService', weight: 1 },
        { status: 'Updating', weight: 2 },
        { status: 'InService', weight: 2 },
      ],
      [{ drop: true }, again],
    )
    await using _ = aws

    await expect(endpoint.updateWeights({ v: { weight: 2 } })).resolves.toBeUndefined()
  })

  it('takes an update that somebody else has begun for none of its own', async () => {
    const other = awsError('ValidationException', 'Cannot update in-progress endpoint "arn:e".')
    const { aws, endpoint } = await startWeighing([{ status: 'Updating', weight: 2 }], [other])
    await using _ = aws

    await expect(endpoint.updateWeights({ v: { weight: 2 } })).rejects.toMatchObject({
      code: 'request-refused',
    })
  })

  it.each([
    [{}, 'There are 0 variants to change'],
    [{ v: {} }, 'Give the variant v a weight'],
    [{ v: { weight: -1 } }, 'weight of the variant v is -1'],
    [{ v: { instanceCount: 0.5 } }, 'instanceCount of the variant v is 0.5'],
    [{ 'a b': { weight: 1 } }, 'variant name "a b"'],
  ])('refuses %j', async (changes, words) => {
    const { aws, endpoint } = await startWeighing([])
    await using _ = aws
    const before = aws.requests.length

    await expect(endpoint.updateWeights(changes)).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining(words),
    })
    expect(aws.requests.length).toBe(before)
  })
})
