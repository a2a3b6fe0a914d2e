import { describe, expect, it } from 'vitest'
import { createModel } from '../../src/index.ts'
import { modelSpec } from '../../src/model/model-spec.ts'
import { awsError, startFakeAws } from '../support/fake-aws.ts'

describe('modelSpec', () => {
  it('leaves out what is not given', () => {
    expect(modelSpec({ image: 'i' }, { name: 'm', roleArn: 'r' })).toEqual({
      ModelName: 'm',
      ExecutionRoleArn: 'r',
      PrimaryContainer: { Image: 'i' },
    })
  })

  it('passes on what is', () => {
    const options = {
      image: { uri: 'i' },
      modelDataUri: 's3://b/m.tar.gz',
      environment: { A: '1' },
      tags: { t: 'v' },
    }

    expect(modelSpec(options, { name: 'm', roleArn: 'r' })).toEqual({
      ModelName: 'm',
      ExecutionRoleArn: 'r',
      PrimaryContainer: { Image: 'i', ModelDataUrl: 's3://b/m.tar.gz', Environment: { A: '1' } },
      Tags: [{ Key: 't', Value: 'v' }],
    })
  })
})

describe('createModel', () => {
  const taken = awsError('ValidationException', 'Cannot create already existing model "arn:m".')

  it('names the model itself when nobody else does', async () => {
    await using aws = await startFakeAws({ CreateModel: [{ body: { ModelArn: 'arn:m' } }] })

    const model = await createModel(aws.session, { image: 'i' })

    expect(model).toEqual({ name: expect.stringMatching(/^model-20261122-/), arn: 'arn:m' })
  })

  it('knows its own model again when the answer of the first attempt was lost [G099]', async () => {
    await using aws = await startFakeAws({
      CreateModel: [{ drop: true }, taken],
      DescribeModel: [{ body: { ModelArn: 'arn:m', PrimaryContainer: { Image: 'i' } } }],
    })

    await expect(createModel(aws.session, { image: 'i', name: 'm' })).resolves.toEqual({
      name: 'm',
      arn: 'arn:m',
    })
  })

  it('never takes over a model that was there before', async () => {
    await using aws = await startFakeAws({ CreateModel: [taken] })

    await expect(createModel(aws.session, { image: 'i', name: 'm' })).rejects.toMatchObject({
      code: 'name-taken',
    })
  })
})
