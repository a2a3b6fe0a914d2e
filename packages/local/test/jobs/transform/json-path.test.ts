import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  followJsonPath,
  isIndexPath,
  parseJsonPath,
} from '../../../src/jobs/transform/json-path.ts'

const follow = (path: string, value: unknown): unknown => followJsonPath(parseJsonPath(path), value)
const record = { id: 7, features: { a: 1, b: [10, 20, 30] }, 'odd name': null, SageMakerOutput: {} }
const list = [0, 1, 2, 3, 4, 5, 6]

describe('a JSONPath of batch transform', () => {
  it('gives one value where it can mean one only', () => {
    expect(follow('$', record)).toBe(record)
    expect(follow('$.id', record)).toBe(7)
    expect(follow("$['odd name']", record)).toBe(null)
    expect(follow('$["features"].a', record)).toBe(1)
    expect(follow('$.features.b[1]', record)).toBe(20)
    expect(follow('$[-1]', list)).toBe(6)
    expect(follow('$.features.b', record)).toEqual([10, 20, 30])
  })

  it('gives a list of places, and of a range without its end', () => {
    expect(follow('$[1,3,5]', list)).toEqual([1, 3, 5])
    expect(follow('$[0, -1]', list)).toEqual([0, 6])
    expect(follow('$[2:5]', list)).toEqual([2, 3, 4])
    expect(follow('$[:2]', list)).toEqual([0, 1])
    expect(follow('$[5:]', list)).toEqual([5, 6])
    expect(follow('$[0:-1]', list)).toEqual([0, 1, 2, 3, 4, 5])
    expect(follow('$[5:100]', list)).toEqual([5, 6])
  })

  it('gives an object of several names at its end', () => {
    expect(follow("$['id','SageMakerOutput']", record)).toEqual({ id: 7, SageMakerOutput: {} })
    expect(follow("$.features.['a','none']", record)).toEqual({ a: 1 })
  })

  it('gives a list of all that a wildcard or a range leads to', () => {
    expect(follow('$.features.*', record)).toEqual([1, [10, 20, 30]])
    expect(follow('$[*].a', [{ a: 1 }, {}, { a: 3 }])).toEqual([1, 3])
    expect(follow("$['features','none'].a", record)).toEqual([1])
    expect(follow('$[0:2].a[0]', [{ a: [1] }, { a: [2] }])).toEqual([1, 2])
  })

  it('fails where it leads to nothing', () => {
    const nowhere = ['$.none', '$.id.x', '$[0]', "$['none','nor']", '$.features.b[3]', '$.id.*']
    for (const path of nowhere) {
      expect(() => follow(path, record)).toThrow(`The JsonPath ${path} leads to nothing in`)
    }
    expect(() => follow('$[0,9]', list)).toThrow('leads to nothing')
    expect(() => follow('$[7:]', list)).toThrow('leads to nothing')
    expect(() => follow('$[-8]', list)).toThrow('leads to nothing')
    expect(() => follow('$.__proto__', {})).toThrow('leads to nothing')
  })

  it('is refused for what batch transform does not have', () => {
    const texts = ['', 'a', '$a', '$.', '$..a', '$[?(@.a)]', '$[]', "$['a]", "$['a' 'b']", '$[1,]']
    for (const text of texts) {
      expect(() => parseJsonPath(text)).toThrow(/^Invalid JsonPath: /)
    }
    expect(() => parseJsonPath('$[0,5:]')).toThrow(
      'Invalid JsonPath: $[0,5:]: only single range filters of format (eg: [1:5]) are supported. Format [0,5:] is not supported',
    )
  })

  it('finds any name that is quoted as it has to be', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer(), (name, value) => {
        const quoted = name.replace(/[\\']/g, '\\$&')
        const one = Object.fromEntries([[name, value]])
        expect(follow(`$['${quoted}']`, one)).toBe(value)
      }),
    )
  })

  it('tells whether it can be followed in a row of CSV', () => {
    expect(['$', '$[1]', '$[1:]', '$[*]'].map((path) => isIndexPath(parseJsonPath(path)))).toEqual(
      Array(4).fill(true),
    )
    expect(['$.a', '$[0][1]'].map((path) => isIndexPath(parseJsonPath(path)))).toEqual([
      false,
      false,
    ])
  })
})
