import { describe, expect, it } from 'vitest'
import type { TransformData } from '../../src/index.ts'
import { formatOf } from '../../src/transform-run/format-of.ts'

const files = (...names: string[]) =>
  ({
    kind: 'files',
    files: names.map((name) => ({ label: name, name, size: 1, open: () => [] as never })),
  }) as const

describe('formatOf', () => {
  it.each([
    [['a.csv', 'x/b.CSV'], { contentType: 'text/csv', splitType: 'Line' }],
    [['a.csv.gz'], { contentType: 'text/csv', splitType: 'Line', compression: 'Gzip' }],
    [['a.jsonl', 'b.jsonl'], { contentType: 'application/jsonlines', splitType: 'Line' }],
    [['a.ndjson'], { contentType: 'application/jsonlines', splitType: 'Line' }],
    [['a.json'], { contentType: 'application/json' }],
    [['a.jsonl', 'b.ndjson'], { contentType: 'application/jsonlines', splitType: 'Line' }],
    [['a.png', 'b.jpg'], {}],
    [['a.tar.gz'], { compression: 'Gzip' }],
    [['constructor', 'a.toString'], {}],
    [['README'], {}],
  ])('tells of %j by the names: %j', (names, expected) => {
    const format = Object.entries(formatOf('data', files(...names)))
    expect(Object.fromEntries(format.filter(([, value]) => value !== undefined))).toEqual(expected)
  })

  it.each([
    [['a.csv', 'b.json'], /"a\.csv" and "b\.json".* say which contentType/],
    [['a.csv', 'x/README.md'], /"a\.csv" and "x\/README\.md"/],
    [['a.csv', 'b.csv', 'c.csv.gz'], /"a\.csv" and "c\.csv\.gz".* say which compression/],
  ])('refuses %j, of which the names say different things', (names, message) => {
    expect(() => formatOf('data', files(...names))).toThrow(message)
  })

  it('takes different names where it is said what they are', () => {
    const data = { uri: 'data', contentType: 'text/csv', compression: 'None' } as const
    expect(formatOf(data, files('a.csv', 'b.json', 'c.csv.gz'))).toMatchObject({
      contentType: 'text/csv',
      compression: 'None',
      splitType: 'Line',
    })
  })

  it('has what is said rather than what names say', () => {
    const data: TransformData = {
      uri: 's3://b/a.csv.gz',
      contentType: 'text/plain',
      compression: 'None',
    }
    expect(formatOf(data, { kind: 's3', uri: data.uri })).toMatchObject({
      contentType: 'text/plain',
      compression: 'None',
      splitType: undefined,
    })
  })

  it('takes the name of one object in S3, and not that of a manifest', () => {
    const source = { kind: 's3', uri: 's3://b/in/a.csv' } as const
    expect(formatOf(source.uri, source)).toMatchObject({ contentType: 'text/csv' })
    const manifest = { uri: source.uri, s3DataType: 'ManifestFile' } as const
    expect(formatOf(manifest, source)).toMatchObject({ contentType: undefined })
  })
})
