import { describe, expect, it } from 'vitest'
import { parseManifest, relativeKey } from '../../src/transform/list-inputs.ts'
import { listOutputs } from '../../src/transform/list-outputs.ts'
import { startFakeAws } from '../support/fake-aws.ts'

const created = '2026-11-22T10:00:00.900Z'

function job(input: string, output: string) {
  return {
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri: input } },
    },
    TransformOutput: { S3OutputPath: output },
    CreationTime: new Date(created),
  } as never
}

function listing(objects: Record<string, string>, next?: string): { body: string } {
  const contents = Object.entries(objects).map(
    ([Key, time]) =>
      `<Contents><Key>${Key}</Key><Size>3</Size><LastModified>${time}</LastModified></Contents>`,
  )
  const token = next ? `<NextContinuationToken>${next}</NextContinuationToken>` : ''
  return { body: `<ListBucketResult>${contents.join('')}${token}</ListBucketResult>` }
}

const before = '2026-11-22T09:59:59.000Z'
const after = '2026-11-22T10:00:00.000Z'

describe('listOutputs', () => {
  it('pairs each input with its output, over all pages, and leaves out what is older or of no input', async () => {
    await using aws = await startFakeAws({
      'GET /in-b': [
        listing({ 'in/a-1.csv': before, 'in/a.csv': before, 'in/folder/': before }, 'more'),
        listing({ 'in/b/c.csv': before, 'in/d.csv': before }),
      ],
      'GET /out-b': [
        listing({
          'o/a-1.csv.out': after,
          'o/a.csv.out': before,
          'o/b/c.csv.out': after,
          'o/d.csv': after,
          'o/e.csv.out': after,
        }),
      ],
    })

    const found = await listOutputs(aws.session, job('s3://in-b/in', 's3://out-b/o/'), undefined)

    expect(found.transformed).toEqual([
      {
        path: 'a-1.csv',
        inputUri: 's3://in-b/in/a-1.csv',
        outputUri: 's3://out-b/o/a-1.csv.out',
        bytes: 3,
      },
      {
        path: 'b/c.csv',
        inputUri: 's3://in-b/in/b/c.csv',
        outputUri: 's3://out-b/o/b/c.csv.out',
        bytes: 3,
      },
    ])
    expect(found.missing.map(({ path }) => path)).toEqual(['a.csv', 'd.csv'])
    const tokens = aws.requests.filter(({ operation }) => operation === 'GET /in-b')
    expect(tokens).toHaveLength(2)
  })

  it('looks at the top of a bucket where the outputs go there', async () => {
    await using aws = await startFakeAws({
      'GET /in-b': [listing({ 'a.csv': before })],
      'GET /out-b': [listing({ 'a.csv.out': after })],
    })

    const { transformed } = await listOutputs(
      aws.session,
      job('s3://in-b', 's3://out-b'),
      undefined,
    )

    expect(transformed).toMatchObject([
      { inputUri: 's3://in-b/a.csv', outputUri: 's3://out-b/a.csv.out' },
    ])
  })
})

describe('where outputs lie', () => {
  it.each([
    ['p/in/', 'p/in/a.csv', 'a.csv'],
    ['p/in', 'p/in/x/a.csv', 'x/a.csv'],
    ['p/i', 'p/in/a.csv', 'in/a.csv'],
    ['p/in/a.csv', 'p/in/a.csv', 'a.csv'],
    ['', 'p/a.csv', 'p/a.csv'],
  ])('below the prefix %j for %j is at %j [G080]', (prefix, key, path) => {
    expect(relativeKey(prefix, key)).toBe(path)
  })

  it('is told by a manifest for each of its paths', () => {
    const text = JSON.stringify([{ prefix: 's3://b/in/' }, 'b.csv', 'x/a.csv'])
    expect(parseManifest('s3://b/m', text)).toEqual([
      { path: 'b.csv', inputUri: 's3://b/in/b.csv' },
      { path: 'x/a.csv', inputUri: 's3://b/in/x/a.csv' },
    ])
    for (const bad of ['', '{}', '[]']) {
      expect(() => parseManifest('s3://b/m', bad)).toThrow('The manifest s3://b/m')
    }
  })
})
