import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allCodecs } from '../../src/codecs/all-codecs.ts'
import { chooseDecoder } from '../../src/codecs/choose-decoder.ts'
import { chooseEncoders, encodersOf } from '../../src/codecs/choose-encoders.ts'
import { parseAccept, parseMediaType } from '../../src/codecs/media-type.ts'

const codecs = allCodecs({})

describe('Content-Type', () => {
  it.each(['text/csv; charset=utf-8', 'TEXT/CSV', 'text/csv;charset="utf-8"', ' text/csv ; x=1'])(
    '%j selects CSV [S21]',
    (header) => {
      expect(chooseDecoder(codecs, 'table', header)(Buffer.from('é\n1'))).toEqual({
        é: Float64Array.of(1),
      })
    },
  )

  it('latin1 is decoded, a charset unknown is refused with 415 [S21]', () => {
    const latin1 = chooseDecoder(codecs, 'table', 'text/csv; charset=latin1')
    expect(latin1(Buffer.from('é\n1', 'latin1'))).toEqual({ é: Float64Array.of(1) })

    const unknown = chooseDecoder(codecs, 'table', 'text/csv; charset=klingon')
    expect(() => unknown(Buffer.from('a\n1'))).toThrow(
      expect.objectContaining({ statusCode: 415, message: expect.stringContaining('"klingon"') }),
    )
    for (const header of ['TEXT/CSV', 'application/json;charset="utf-8"']) {
      expect(chooseDecoder(codecs, 'text', header)(Buffer.from('x'))).toBe('x')
    }
  })

  it.each(['image/png', 'csv', '', 'text/csv/x'])(
    '%j is refused with 415 and the types there are',
    (header) => {
      expect(() => chooseDecoder(codecs, 'table', header)).toThrow(
        expect.objectContaining({
          statusCode: 415,
          message: expect.stringContaining(
            'send text/csv, application/json, application/jsonlines, application/x-npy, application/x-npz.',
          ),
        }),
      )
    },
  )
})

describe('Accept', () => {
  it.each([
    [undefined, 'text/csv', undefined, 'text/csv'],
    [undefined, 'application/json', undefined, 'application/json'],
    ['*/*', 'application/json', undefined, 'application/json'],
    ['*/*', 'text/csv', 'application/json', 'application/json'],
    [undefined, 'text/csv', 'application/json', 'application/json'],
    ['text/*', 'application/json', undefined, 'text/csv'],
    ['text/csv;q=0.5, application/json', 'text/csv', undefined, 'application/json'],
    ['application/json;q=0.9, */*;q=0.1', 'text/csv', undefined, 'application/json'],
    ['text/csv;q=0, */*', 'text/csv', undefined, 'application/json'],
    ['APPLICATION/JSON; charset=utf-8', 'text/csv', undefined, 'application/json'],
  ])(
    '%j of a request of type %s with default %s selects %4$s',
    (accept, type, fallback, chosen) => {
      expect(chooseEncoders(encodersOf(codecs), accept, type, fallback)[0].contentType).toBe(chosen)
    },
  )

  it.each(['image/png', 'text/csv;q=0', ''])('%j allows nothing: 406', (accept) => {
    expect(() => chooseEncoders(encodersOf(codecs), accept, undefined, undefined)).toThrow(
      expect.objectContaining({ statusCode: 406 }),
    )
  })

  it('and Content-Type of any text are read without a failure', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a/*;=q0.5," ,') }), (header) => {
        for (const { weight } of parseAccept(header)) expect(weight).toBeGreaterThanOrEqual(0)
        parseMediaType(header)
      }),
    )
  })
})
