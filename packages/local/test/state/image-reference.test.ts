import { describe, expect, it } from 'vitest'
import { parseImageReference, repositoryUri } from '../../src/state/image-reference.ts'

const digest = `sha256:${'a'.repeat(64)}`
const owner = { accountId: '123456789012', region: 'eu-west-1' }

describe('parseImageReference', () => {
  it.each([
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/iris', { owner, repository: 'team/iris' }],
    [
      '123456789012.dkr.ecr.eu-west-1.amazonaws.com/iris:v1',
      { owner, repository: 'iris', tag: 'v1' },
    ],
    [`127.0.0.1:4566/iris@${digest}`, { repository: 'iris', digest }],
    [`localhost/iris:v1@${digest}`, { repository: 'iris', tag: 'v1', digest }],
    ['python:3.12', undefined],
    ['library/python', undefined],
    ['', undefined],
    ['host:1/', undefined],
    ['host:1/iris@sha256:short', undefined],
  ])('reads %s', (uri, expected) => {
    expect(parseImageReference(uri)).toEqual(expected)
  })

  it('reads what repositoryUri writes, in China too', () => {
    for (const one of [owner, { ...owner, region: 'cn-north-1' }]) {
      expect(parseImageReference(repositoryUri(one, 'a/b'))).toEqual({
        owner: one,
        repository: 'a/b',
      })
    }
  })
})
