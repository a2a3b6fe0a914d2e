import { describe, expect, it } from 'vitest'
import { limits } from '../../src/contract/index.ts'
import { metricDefinitions } from '../../src/logging/metric-definitions.ts'

const listOf = (count: number) => Array.from({ length: count }, (_, i) => `m${i}`)

describe('metric definitions [T55]', () => {
  it('find the metric of their name and no other', () => {
    const lines = ['loss=1;', 'val_loss=2;', 'val:loss=3;', 'a.b=4;', 'axb=5;', 'x(y)=6;', 'é=7;']
    const names = ['loss', 'val_loss', 'val:loss', 'a.b', 'x(y)', 'é']

    const found = metricDefinitions(names).map(({ Name, Regex }) => [
      Name,
      ...lines.flatMap((line) => new RegExp(Regex).exec(line)?.[1] ?? []),
    ])

    expect(found).toEqual([
      ['loss', '1'],
      ['val_loss', '2'],
      ['val:loss', '3'],
      ['a.b', '4'],
      ['x(y)', '6'],
      ['é', '7'],
    ])
  })

  it('keep to the limits of the API', () => {
    const list = metricDefinitions(listOf(limits.metricDefinitions))

    expect(list).toHaveLength(40)
    expect(metricDefinitions(['n'.repeat(255)])[0]!.Regex.length).toBeLessThanOrEqual(500)
    expect(() => metricDefinitions(listOf(41))).toThrow('41 metrics are more than the 40 of a job')
    expect(() => metricDefinitions(['n'.repeat(256)])).toThrow('is too long')
    expect(() => metricDefinitions(['.'.repeat(250)])).toThrow('is too long')
  })

  it.each([
    [['a', 'a'], 'two metrics have the same name'],
    [['val loss'], 'the name "val loss" has white space'],
    [['a=b'], "A metric's name has no"],
    [[''], "A metric's name has no"],
  ])('refuse %j', (names, why) => {
    expect(() => metricDefinitions(names)).toThrow(why)
  })
})
