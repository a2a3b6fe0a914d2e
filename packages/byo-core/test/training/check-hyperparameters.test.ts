import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { startTraining, trainAndDeploy } from '../../src/index.ts'
import { checkHyperparameters } from '../../src/training/check-hyperparameters.ts'
import { startFakeAws } from '../support/fake-aws.ts'

const schema = v.strictObject({
  target: v.string(),
  degree: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
  allowed: v.optional(v.array(v.string())),
  trace: v.optional(v.boolean(), false),
})

const check = (hyperparameters: unknown) =>
  checkHyperparameters({ hyperparameterSchema: schema, hyperparameters })

describe('hyperparameters with a schema', () => {
  it.each([
    { target: 'Sepal.Length', degree: 2, allowed: ['a'], trace: true },
    { target: 'Sepal.Length' },
    // What the container takes, it is told as well.
    { target: '001', degree: '2', allowed: '["a"]', trace: 'True' },
    { target: 'x', sagemaker_program: 'not of the schema' },
  ])('takes %j', async (values) => {
    await expect(check(values)).resolves.toBeUndefined()
  })

  it('lists every path and message in one error', async () => {
    await expect(check({ degree: 1.5, allowed: ['a', 3], extra: 1 })).rejects.toMatchObject({
      code: 'invalid-option',
      message: [
        'The hyperparameters do not fit their schema:',
        '  target: Invalid key: Expected "target" but received undefined',
        '  degree: Invalid integer: Received 1.5',
        '  allowed.1: Invalid type: Expected string but received 3',
        '  extra: Invalid key: Expected never but received "extra"',
      ].join('\n'),
    })
  })

  it('sees what the container will see: null is sent as a text, and undefined is not sent', async () => {
    await expect(check({ target: 'x', degree: null })).rejects.toThrow('degree: ')
    await expect(check({ target: 'x', degree: undefined })).resolves.toBeUndefined()
    // The container would read a whole number that a double can't hold as a text.
    await expect(check({ target: 'x', degree: 2 ** 60 })).rejects.toThrow('degree: ')
  })

  it('waits for a schema that takes its time, and tells of problems with no path', async () => {
    const slow = v.pipeAsync(
      v.objectAsync({ a: v.number(), b: v.number() }),
      v.checkAsync(async ({ a, b }) => a < b, 'a must be less than b'),
    )
    const hyperparameters = { a: 2, b: 1 }

    await expect(
      checkHyperparameters({ hyperparameterSchema: slow, hyperparameters }),
    ).rejects.toThrow('their schema:\n  a must be less than b')
  })

  it('are refused before any request, by startTraining and by trainAndDeploy', async () => {
    await using aws = await startFakeAws({})
    const wrong = { hyperparameterSchema: schema, hyperparameters: { target: 'x', degree: 0 } }

    await expect(startTraining(aws.session, { image: 'i', ...wrong })).rejects.toMatchObject({
      code: 'invalid-option',
    })
    await expect(
      trainAndDeploy({ session: aws.session, image: 'i', trainingData: {}, ...wrong }),
    ).rejects.toMatchObject({ code: 'invalid-option' })
    expect(aws.requests).toEqual([])
  })

  it("are sent as the user gave them, without the schema's defaults and changes", async () => {
    const doubling = v.object({
      degree: v.pipe(
        v.number(),
        v.transform((n) => n * 2),
      ),
    })
    await using aws = await startFakeAws({ CreateTrainingJob: [{}] })

    await startTraining(aws.session, {
      image: 'i',
      hyperparameterSchema: doubling,
      hyperparameters: { degree: 2 },
    })
    await startTraining(aws.session, {
      image: 'i',
      hyperparameterSchema: schema,
      hyperparameters: { target: 'x' },
    })

    const sent = aws.requests.filter(({ operation }) => operation === 'CreateTrainingJob')
    expect(sent.map(({ input }) => input.HyperParameters)).toEqual([
      { degree: '2' },
      { target: 'x' },
    ])
  })

  it('have the types that the schema takes', async () => {
    await using aws = await startFakeAws({})
    const base = { session: aws.session, image: 'i', trainingData: {} }
    const attempts = [
      trainAndDeploy({
        ...base,
        hyperparameterSchema: schema,
        // @ts-expect-error: degree is a number
        hyperparameters: { target: 'x', degree: 'two' },
      }),
      startTraining(aws.session, {
        image: 'i',
        hyperparameterSchema: schema,
        // @ts-expect-error: there is no such hyperparameter
        hyperparameters: { target: 'x', degre: 2 },
      }),
      startTraining(aws.session, {
        image: 'i',
        hyperparameterSchema: schema,
        // @ts-expect-error: target is missing
        hyperparameters: { degree: 2 },
      }),
      startTraining(aws.session, {
        image: 'i',
        // @ts-expect-error: nor can everything be sent without a schema
        hyperparameters: { degree: () => 2 },
      }),
    ]

    for (const attempt of attempts) {
      await expect(attempt).rejects.toMatchObject({ code: 'invalid-option' })
    }
    expect(aws.requests).toEqual([])
  })
})
