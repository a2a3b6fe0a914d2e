import { describe, expect, it } from 'vitest'
import { createLedger, createModel, deployEndpoint, startTraining } from '../../src/index.ts'
import { awsError, startFakeAws } from '../support/fake-aws.ts'

const role = 'arn:aws:iam::123456789012:role/SageMakerRole'
const refusal = awsError(
  'ValidationException',
  `Could not assume role ${role}. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role.`,
)

describe('a role that is not known everywhere yet', () => {
  it('is waited for by startTraining [G100]', async () => {
    await using aws = await startFakeAws({
      CreateTrainingJob: [refusal, refusal, refusal, { body: { TrainingJobArn: 'arn:new' } }],
    })
    const ledger = createLedger()

    await expect(startTraining(aws.session, { image: 'i', ledger })).resolves.toMatchObject({
      arn: 'arn:new',
    })
    expect(aws.count('CreateTrainingJob')).toBe(4)
    expect(aws.runtime.sleeps).toEqual([2000, 2000, 2000])
    expect(ledger.resources).toHaveLength(1)
  })

  it('is waited for by createModel and deployEndpoint [G100]', async () => {
    await using aws = await startFakeAws({
      CreateModel: [refusal, { body: { ModelArn: 'arn:model' } }],
      CreateEndpointConfig: [{}],
      CreateEndpoint: [refusal, { body: { EndpointArn: 'arn:endpoint' } }],
      DescribeEndpoint: [{ body: { EndpointName: 'e', EndpointStatus: 'InService' } }],
    })

    const model = await createModel(aws.session, { image: 'i' })
    expect(model.arn).toBe('arn:model')
    const endpoint = await deployEndpoint(aws.session, { model, name: 'e', keep: true })
    expect(endpoint.arn).toBe('arn:endpoint')
    expect(aws.count('CreateEndpointConfig')).toBe(1)
  })

  it('is explained after two minutes, and nothing is left in the ledger [G100]', async () => {
    await using aws = await startFakeAws({ CreateTrainingJob: [refusal] })
    const ledger = createLedger()
    const start = aws.runtime.now()

    await expect(startTraining(aws.session, { image: 'i', ledger })).rejects.toMatchObject({
      code: 'role-not-assumable',
      message: expect.stringMatching(
        /^SageMaker could not take on the role arn:aws:iam::123456789012:role\/SageMakerRole, for 120 s: Could not assume role.*"Principal": \{"Service": "sagemaker\.amazonaws\.com"\}, "Action": "sts:AssumeRole"/,
      ),
      cause: { code: 'request-refused', operation: 'CreateTrainingJob' },
    })
    expect(aws.runtime.now() - start).toBe(120_000)
    expect(aws.count('CreateTrainingJob')).toBeLessThan(40)
    expect(ledger.resources).toEqual([])
  })

  it('is not waited for after an abort, which leaves nothing in the ledger', async () => {
    const controller = new AbortController()
    await using aws = await startFakeAws({
      CreateTrainingJob: () => {
        controller.abort()
        return refusal
      },
    })
    const ledger = createLedger()

    await expect(
      startTraining(aws.session, { image: 'i', ledger, signal: controller.signal }),
    ).rejects.toMatchObject({ code: 'aborted' })
    expect(aws.count('CreateTrainingJob')).toBe(1)
    expect(ledger.resources).toEqual([])
  })

  it.each([
    [awsError('ResourceInUse', 'Training job names must be unique'), { code: 'name-taken' }],
    [{ body: { TrainingJobArn: 'arn:new' } }, { arn: 'arn:new' }],
  ])('does not put an abort in the place of another answer', async (answer, outcome) => {
    const controller = new AbortController()
    await using aws = await startFakeAws({
      CreateTrainingJob: () => {
        controller.abort()
        return answer
      },
    })

    const job = startTraining(aws.session, { image: 'i', signal: controller.signal })

    expect(await job.catch((error: unknown) => error)).toMatchObject(outcome)
  })
})
