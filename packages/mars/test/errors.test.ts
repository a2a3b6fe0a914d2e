import { isMarsError, MarsError } from '@byo/mars'
import { describe, expect, it } from 'vitest'

describe('a MarsError', () => {
  it('is an error with a name, a code and a cause', () => {
    const cause = new Error('below')
    const error = new MarsError('aborted', 'It was aborted.', { cause })
    expect(error).toBeInstanceOf(Error)
    expect(String(error)).toBe('MarsError: It was aborted.')
    expect(error).toMatchObject({ code: 'aborted', cause })
  })

  it('is known by its brand, from whichever copy of the package it comes', () => {
    const foreign = Object.assign(new Error('x'), { [Symbol.for('@byo/mars/error')]: true })
    expect(isMarsError(new MarsError('aborted', ''))).toBe(true)
    expect(isMarsError(foreign)).toBe(true)
  })

  it.each([[new Error('aborted')], [null], ['aborted'], [{ code: 'aborted' }]])(
    'is not %o',
    (value) => {
      expect(isMarsError(value)).toBe(false)
    },
  )
})
