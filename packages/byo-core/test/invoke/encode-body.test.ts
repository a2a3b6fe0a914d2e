import { describe, expect, it } from 'vitest'
import { encodeBody } from '../../src/invoke/encode-body.ts'

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

describe('encodeBody', () => {
  it.each([
    ['1,2\n', 'text/csv', '1,2\n'],
    [{ a: 1 }, 'application/json', '{"a":1}'],
    [[1, 2], 'application/json', '[1,2]'],
    [new Uint8Array([104, 105]), 'application/octet-stream', 'hi'],
  ])('sends %j as %s', (input, type, text) => {
    const { bytes, contentType } = encodeBody(input, undefined)

    expect({ contentType, text: textOf(bytes) }).toEqual({ contentType: type, text })
  })

  it('keeps a type that is given', () => {
    expect(encodeBody('{}', 'application/jsonlines').contentType).toBe('application/jsonlines')
    expect(encodeBody({}, 'application/vnd.x+json; charset=utf-8').contentType).toMatch(
      /^application\/vnd/,
    )
  })

  it('refuses to send an object as anything but JSON', () => {
    expect(() => encodeBody([1], 'text/csv')).toThrow('JSON only, not as text/csv')
  })

  it('refuses what is larger than SageMaker takes', () => {
    expect(encodeBody(new Uint8Array(6_291_456), undefined).bytes).toHaveLength(6_291_456)
    expect(() => encodeBody(new Uint8Array(6_291_457), undefined)).toThrow('at most 6291456')
  })
})
