import { describe, expect, it } from 'vitest'
import { checkTags } from '../../src/requests/check-tags.ts'
import { formatTags } from '../../src/requests/format-tags.ts'

const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, '']))

describe('tags', () => {
  it.each([
    { team: 'iris', 'cost center:1/2=3+4-5@6_7.8': 'Zürich 東京', empty: '' },
    { [`k${'x'.repeat(127)}`]: 'v'.repeat(256) },
    { awsome: 'x' },
    many(50),
  ])('pass as AWS takes them', (tags) => {
    expect(() => checkTags(tags)).not.toThrow()
  })

  it.each([
    [many(51), /51 tags; SageMaker takes at most 50/],
    [{ '': 'v' }, /"" has 0 characters; SageMaker takes 1 to 128/],
    [{ ['k'.repeat(129)]: 'v' }, /129 characters/],
    [{ k: 'v'.repeat(257) }, /tag k .* has 257 characters; SageMaker takes at most 256/],
    [{ 'aws:x': 'v' }, /begins with "aws:"/],
    [{ 'AWS:x': 'v' }, /begins with "aws:"/],
    [{ 'a,b': 'v' }, /"a,b" is not legal: use letters/],
    [{ a: 'b\n' }, /is not legal/],
  ])('are refused as AWS refuses them %#', (tags, message) => {
    expect(() => formatTags(tags)).toThrow(message)
    expect(() => formatTags(tags)).toThrow(expect.objectContaining({ code: 'invalid-option' }))
  })
})
