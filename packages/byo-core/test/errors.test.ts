import { describe, expect, it } from 'vitest'
import { ByoError, CleanUpError, isByoError } from '../src/index.ts'

describe('isByoError', () => {
  it('knows errors of another copy of the package by their brand', () => {
    const foreign = Object.assign(new Error('x'), { [Symbol.for('@byo/core/error')]: true })

    expect(isByoError(foreign)).toBe(true)
    expect(isByoError(new ByoError('timeout', 'late'))).toBe(true)
  })

  it.each([undefined, null, 'text', new Error('x')])('does not take %s for one', (value) => {
    expect(isByoError(value)).toBe(false)
  })
})

it('lists leftovers with ARN and reason in the message of a clean-up error', () => {
  const resource = {
    kind: 'model',
    name: 'm',
    arn: 'arn:aws:sagemaker:eu-west-1:1:model/m',
  } as const
  const error = new CleanUpError({ removed: [], leftovers: [{ resource, reason: 'denied' }] })

  expect(error.message).toContain('arn:aws:sagemaker:eu-west-1:1:model/m (denied)')
  expect(error.leftovers).toHaveLength(1)
})
