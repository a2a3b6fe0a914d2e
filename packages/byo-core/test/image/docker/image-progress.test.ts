import { describe, expect, it } from 'vitest'
import { parsePushLine } from '../../../src/image/docker/image-progress.ts'
import { countSentBytes } from '../../../src/image/docker/push-with-docker.ts'

const hex = (digit: string) => `sha256:${digit.repeat(64)}`

describe('parsePushLine', () => {
  it.each([
    ['5f70bf18a086: Pushed', '5f70bf18a086', 'Pushed'],
    ['5f70bf18a086: Layer already exists', '5f70bf18a086', 'Layer already exists'],
    ['5f70bf18a086: Mounted from library/node', '5f70bf18a086', 'Mounted from library/node'],
    [`Copying blob ${hex('a')}`, 'a'.repeat(12), 'Copying'],
    [
      'Copying blob 5f70bf18a086 skipped: already exists',
      '5f70bf18a086',
      'skipped: already exists',
    ],
  ])('reads %j', (line, layer, layerStatus) => {
    expect(parsePushLine(line)).toEqual({ phase: 'push', line, layer, layerStatus })
  })

  it.each(['v1: digest: sha256:00 size: 898', 'The push refers to repository [h/r]', ''])(
    'finds no layer in %j',
    (line) => {
      expect(parsePushLine(line)).toEqual({ phase: 'push', line })
    },
  )
})

describe('countSentBytes', () => {
  const layers = ['a', 'b', 'c'].map((digit, index) => ({
    mediaType: '',
    digest: hex(digit),
    size: 10 ** index,
  }))
  const diffIds = ['1', '2', '3'].map(hex)

  it.each<[string, Record<string, string>, number]>([
    ['nothing is said', {}, 111],
    [
      'layers go by their compressed digest',
      { [`${'b'.repeat(12)}`]: 'Layer already exists' },
      101,
    ],
    ['layers go by their own digest', { [`${'3'.repeat(12)}`]: 'Mounted from library/node' }, 11],
    ['all are sent', { [`${'a'.repeat(12)}`]: 'Pushed' }, 111],
  ])('counts where %s', (_, statuses, bytes) => {
    expect(countSentBytes(layers, diffIds, new Map(Object.entries(statuses)))).toBe(bytes)
  })
})
