import { describe, expect, it } from 'vitest'
import { createLedger, createModel } from '../../src/index.ts'
import { awsError, type FakeOperation, startFakeAws } from '../support/fake-aws.ts'

const image = '1.dkr.ecr.eu-west-1.amazonaws.com/x:1'
const modelDataUri = 's3://b/model.tar.gz'
const taken = awsError('ValidationException', 'Cannot create already existing model "arn:m".')

/** Creates the model `m` by two attempts, of which the first gets no answer. */
async function createByTwoAttempts(DescribeModel: FakeOperation) {
  await using aws = await startFakeAws({ CreateModel: [{ drop: true }, taken], DescribeModel })
  const ledger = createLedger()
  const error = await createModel(aws.session, { image, modelDataUri, name: 'm', ledger }).catch(
    (thrown: unknown) => thrown,
  )
  return { error, known: ledger.resources.map(({ kind }) => kind) }
}

describe('a create whose second attempt finds the name taken', () => {
  it('has made what it finds there as it was asked for [G099]', async () => {
    const PrimaryContainer = { Image: image, ModelDataUrl: modelDataUri }

    expect(await createByTwoAttempts([{ body: { ModelArn: 'arn:m', PrimaryContainer } }])).toEqual({
      error: { name: 'm', arn: 'arn:m' },
      known: ['model'],
    })
  })

  it("leaves alone what is another's", async () => {
    const PrimaryContainer = { Image: 'other' }

    expect(
      await createByTwoAttempts([{ body: { ModelArn: 'arn:m', PrimaryContainer } }]),
    ).toMatchObject({ error: { code: 'name-taken' }, known: [] })
  })

  it('still knows of it where it may not look [G099]', async () => {
    expect(
      await createByTwoAttempts([awsError('AccessDeniedException', 'Not allowed.')]),
    ).toMatchObject({
      error: {
        code: 'access-denied',
        message: expect.stringMatching(
          /Cannot create already existing.*could not be seen: Describe/,
        ),
      },
      known: ['model'],
    })
  })
})
