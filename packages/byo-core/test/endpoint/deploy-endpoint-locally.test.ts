import { describe, expect, it } from 'vitest'
import { createModel, deployEndpoint, publishImage } from '../../src/index.ts'
import { startLocalSession } from '../support/local-session.ts'
import { meanModels, meanProgram } from '../support/mean-models.ts'

describe('deployEndpoint, of a real endpoint', () => {
  it('shares requests between variants by their weights', async () => {
    await using aws = await startLocalSession()
    const makeModel = await meanModels(aws.session)
    const [one, two] = [await makeModel('one', 1), await makeModel('two', 2)]

    await using endpoint = await deployEndpoint(aws.session, {
      variants: [
        { name: 'none', model: one, weight: 0 },
        { name: 'all', model: two, weight: 2, instanceCount: 2 },
      ],
    })

    const answers = await Promise.all([1, 2, 3].map(() => endpoint.predict('x')))
    expect(answers.map((answer) => answer.numbers())).toEqual([[2], [2], [2]])
    const { ProductionVariants = [] } = await endpoint.describe()
    expect(
      ProductionVariants.map((variant) => [variant.VariantName, variant.DesiredInstanceCount]),
    ).toEqual([
      ['none', 1],
      ['all', 2],
    ])
  })
})

describe('createModel, of a real image', () => {
  it('tells that the archive is not there', async () => {
    await using aws = await startLocalSession()
    const image = await publishImage(aws.session, { program: meanProgram, repository: 'mean' })
    const modelDataUri = `s3://${await aws.session.bucket()}/nope/model.tar.gz`

    await expect(createModel(aws.session, { image, modelDataUri })).rejects.toMatchObject({
      code: 'model-data-not-found',
      message: expect.stringContaining(modelDataUri),
    })
  })
})
