import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { arrowCodecs } from '../../../src/arrow/index.ts'
import { defineProgram } from '../../../src/index.ts'
import { parquetCodec } from '../../../src/parquet/index.ts'
import { columnarBytes } from '../../fixtures/columnar.ts'
import { describeOverBoth } from '../../fixtures/over-both.ts'

describeOverBoth('a program with codecs for Parquet and Arrow', (serve) => {
  const program = defineProgram({
    codecs: [parquetCodec(), ...arrowCodecs()],
    predict: (_model, { i4 }) => i4,
  })

  it.each([
    ['application/vnd.apache.parquet', 'types-snappy.parquet', 'application/vnd.apache.parquet'],
    ['application/x-parquet', 'types-snappy.parquet', 'application/x-parquet'],
    ['application/vnd.apache.arrow.stream', 'types.arrows', 'application/vnd.apache.arrow.stream'],
    ['application/vnd.apache.arrow.file', 'types.arrow', 'application/vnd.apache.parquet'],
  ])('reads %s and answers in kind, or as Accept asks', async (type, file, answered) => {
    const { request } = await serve(program)
    const body = columnarBytes(file)

    const asCsv = await request('/invocations', {
      body,
      headers: { 'content-type': type, accept: 'text/csv' },
    })
    expect([asCsv.status, asCsv.text]).toEqual([200, '1\n-2\n3'])
    const inKind = await request('/invocations', { body, headers: { 'content-type': type } })
    expect([inKind.status, inKind.headers['content-type']]).toEqual([200, answered])
  })

  it('refuses what is damaged with 400', async () => {
    const { request } = await serve(program)
    for (const type of ['application/x-parquet', 'application/vnd.apache.arrow.stream']) {
      const answer = await request('/invocations', { body: 'x', headers: { 'content-type': type } })
      expect([answer.status, JSON.parse(answer.text).message]).toEqual([
        400,
        expect.stringContaining('that can be read'),
      ])
    }
  })
})

describe('a bundle', () => {
  it.each([
    ['index', ['ws']],
    ['testing/index', ['ws']],
    ['parquet/index', ['hyparquet', 'hyparquet-writer']],
    ['arrow/index', ['apache-arrow', 'flatbuffers', 'tslib']],
  ])('of %s is one file with no packages but %j', async (entry, expected) => {
    const { metafile, outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL(`../../../src/${entry}.ts`, import.meta.url))],
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'esm',
    })

    const packages = Object.keys(metafile.inputs).flatMap(
      (path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
    )
    expect(new Set(packages)).toEqual(new Set(expected))
    const source = Buffer.from(outputFiles[0].contents).toString('base64')
    expect(Object.keys(await import(`data:text/javascript;base64,${source}`))).not.toEqual([])
  })
})
