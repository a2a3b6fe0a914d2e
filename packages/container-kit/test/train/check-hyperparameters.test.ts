import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { checkHyperparameters } from '../../src/train/check-hyperparameters.ts'

describe('a schema', () => {
  it.each([
    ['2', v.number(), 2],
    ['.5', v.number(), 0.5],
    ['1e5', v.number(), 100_000],
    ['-3', v.pipe(v.number(), v.integer()), -3],
    ['true', v.boolean(), true],
    ['True', v.boolean(), true],
    ['False', v.boolean(), false],
    ['None', v.null(), null],
    ['[1, 2]', v.array(v.number()), [1, 2]],
    ['{"a": "b"}', v.object({ a: v.string() }), { a: 'b' }],
    ['Infinity', v.number(), Number.POSITIVE_INFINITY],
  ])('takes the text %j for the value it stands for [T16]', async (text, schema, value) => {
    expect(await checkHyperparameters({ x: text }, v.object({ x: schema }))).toEqual({ x: value })
  })

  it('that wants text keeps the text as it was sent [T16]', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), fc.json(), fc.constantFrom('001', 'null', '9007199254740993')),
        async (text) => {
          expect(await checkHyperparameters({ x: text }, v.object({ x: v.string() }))).toEqual({
            x: text,
          })
        },
      ),
    )
  })

  it('keeps the text of some while others are read as values', async () => {
    const schema = v.object({ zip: v.string(), n: v.number() })

    expect(await checkHyperparameters({ zip: '00501', n: '2' }, schema)).toEqual({
      zip: '00501',
      n: 2,
    })
  })

  it('fills its own defaults and may be asynchronous', async () => {
    const schema = v.objectAsync({ degree: v.optional(v.number(), 2) })

    expect(await checkHyperparameters({}, schema)).toEqual({ degree: 2 })
  })
})

describe('an error', () => {
  const schema = v.object({
    degree: v.pipe(v.number(), v.minValue(1)),
    target: v.string(),
    apiKey: v.optional(v.number(), 1),
  })

  it.each([
    [
      { degree: 'two', target: 'y' },
      'The hyperparameter degree is "two": Invalid type: Expected number but received "two"',
    ],
    [
      { degree: '-1', target: 'y' },
      'The hyperparameter degree is "-1": Invalid value: Expected >=1 but received -1',
    ],
    [
      { degree: '', target: 'y' },
      'The hyperparameter degree is "": Invalid type: Expected number but received ""',
    ],
    [
      { degree: '9007199254740993', target: 'y' },
      'The hyperparameter degree is "9007199254740993": Invalid type',
    ],
    [{ degree: '2' }, 'The hyperparameter target is missing: Invalid key'],
  ])('for %j names the hyperparameter, the value and what was expected', async (sent, message) => {
    await expect(checkHyperparameters(sent, schema)).rejects.toMatchObject({
      code: 'hyperparameters',
      message: expect.stringContaining(message),
    })
  })

  it('keeps a secret out of its words', async () => {
    const sent = { degree: '1', target: 'y', apiKey: 'abc123' }

    await expect(checkHyperparameters(sent, schema)).rejects.toThrow(
      /^The hyperparameter apiKey does not fit its schema \(its value is hidden\)\.$/,
    )
  })

  it('lists all that is wrong', async () => {
    await expect(checkHyperparameters({ degree: 'x' }, schema)).rejects.toThrow(
      /^The hyperparameter degree .*\. The hyperparameter target is missing: .*\.$/,
    )
  })
})
