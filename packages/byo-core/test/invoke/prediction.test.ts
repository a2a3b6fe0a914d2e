import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPrediction } from '../../src/invoke/prediction.ts'

const predict = (text: string, type: string) =>
  createPrediction({
    bytes: new TextEncoder().encode(text),
    contentType: type,
    variant: 'AllTraffic',
    customAttributes: undefined,
    newSessionId: undefined,
    attempts: 1,
    requestId: 'r',
  })

describe('numbers', () => {
  it.each([
    ['1\n2\n', 'text/csv', [1, 2]],
    ['1,2,3', 'text/csv; charset=utf-8', [1, 2, 3]],
    ['1,2\r\n3,4\r\n', 'text/csv', [1, 2, 3, 4]],
    ['NaN\n-1e-9\n', 'text/csv', [Number.NaN, -1e-9]],
    ['', 'text/csv', []],
    ['4', 'application/json', [4]],
    ['[[1],[2]]', 'application/json', [1, 2]],
    ['{"predictions":[1,2]}', 'application/json', [1, 2]],
    ['1.5, 2\n', 'text/csv', [1.5, 2]],
    ['1\n[2,3]\n{"predictions":[4]}\n', 'application/jsonlines', [1, 2, 3, 4]],
  ])('reads %j as %s', (text, type, numbers) => {
    expect(predict(text, type).numbers()).toEqual(numbers)
  })

  it('reads what was written, exactly', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })), (values) => {
        expect(predict(values.map((value) => `${value}\n`).join(''), 'text/csv').numbers()).toEqual(
          values.map((value) => value + 0),
        )
      }),
    )
  })

  it.each([
    ['predicted\n1\n', 'text/csv', '"predicted"'],
    ['1,,2', 'text/csv', '""'],
    ['[1,"a"]', 'application/json', '"a"'],
    ['{"a":1}', 'application/json', '{"a":1}'],
    ['oops', 'application/json', 'is not JSON: oops'],
  ])('says what in %j is no number', (text, type, words) => {
    expect(() => predict(text, type).numbers()).toThrow(words)
  })
})

it('gives text, JSON, rows and bytes as they are', () => {
  const prediction = predict('a,1\nb,2\n', 'text/csv')

  expect(prediction.text()).toBe('a,1\nb,2\n')
  expect(prediction.rows()).toEqual([
    ['a', '1'],
    ['b', '2'],
  ])
  expect(predict('{"a":[1]}', 'application/json').json()).toEqual({ a: [1] })
})

it('reads quoted cells, and lines that end with CRLF', () => {
  expect(predict('name,note\r\nx,"a, ""b""\r\nc"\r\n', 'text/csv').rows()).toEqual([
    ['name', 'note'],
    ['x', 'a, "b"\r\nc'],
  ])
  expect(() => predict('a,"b\n', 'text/csv').rows()).toThrow('a quote that is never closed: a,"b')
})

it('reads JSON Lines, and says which line is none', () => {
  const type = 'application/jsonlines'

  expect(predict('{"a":1}\r\n\n[2]', type).jsonLines()).toEqual([{ a: 1 }, [2]])
  expect(predict('', type).jsonLines()).toEqual([])
  expect(() => predict('1\n\n{"a"\n', type).jsonLines()).toThrow('line 3, is not JSON: {"a"')
})
