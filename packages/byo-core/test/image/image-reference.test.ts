import { describe, expect, it } from 'vitest'
import { parseImageReference } from '../../src/image/image-reference.ts'

const digest = `sha256:${'a'.repeat(64)}`

describe('parseImageReference', () => {
  it.each([
    ['node', 'registry-1.docker.io', 'library/node', 'latest'],
    ['node:24-slim', 'registry-1.docker.io', 'library/node', '24-slim'],
    ['docker.io/library/node:24', 'registry-1.docker.io', 'library/node', '24'],
    ['index.docker.io/team/tool:1', 'registry-1.docker.io', 'team/tool', '1'],
    ['[::1]:5000/base:1', '[::1]:5000', 'base', '1'],
    ['team/tool:1', 'registry-1.docker.io', 'team/tool', '1'],
    [
      'public.ecr.aws/docker/library/node:24-slim',
      'public.ecr.aws',
      'docker/library/node',
      '24-slim',
    ],
    ['127.0.0.1:5000/base', '127.0.0.1:5000', 'base', 'latest'],
    ['localhost/base:x', 'localhost', 'base', 'x'],
    [`ghcr.io/a/b:1@${digest}`, 'ghcr.io', 'a/b', digest],
  ])('reads %s', (image, registry, repository, version) => {
    expect(parseImageReference(image)).toEqual({ registry, repository, version })
  })

  it.each(['', 'Node', 'a b', 'node@sha256:12', 'https://x/y'])('refuses "%s"', (image) => {
    expect(() => parseImageReference(image)).toThrow("is not an image's name")
  })
})
