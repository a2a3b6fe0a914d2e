import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resolveCsvOptions } from '../../src/table/csv-options.ts'
import { parseCsv, readCsv, type Table } from '../../src/table/index.ts'
import { readInBlocks } from '../../src/table/read-in-blocks.ts'
import { TableReader } from '../../src/table/table-reader.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-csv-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('a file read in blocks', () => {
  it('gives the table that its text gives, however long blocks are', async () => {
    const cell = fc.constantFrom(
      '1',
      '-2.5e3',
      'NA',
      '',
      'x',
      'größer',
      '"a,b"',
      '"1\r\n2"',
      '"""\n"',
    )
    const file = fc.record({
      mark: fc.constantFrom('', '\uFEFF'),
      rows: fc.array(fc.tuple(cell, cell, fc.constantFrom('7', '0.25')), { minLength: 1 }),
      lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
      lastLineEnd: fc.boolean(),
      blockLength: fc.integer({ min: 3, max: 200 }),
    })

    await fc.assert(
      fc.asyncProperty(file, async ({ mark, rows, lineEnd, lastLineEnd, blockLength }) => {
        const lines = [['a', '"b\nb"', 'c'], ...rows].map((cells) => cells.join())
        const text = `${mark}${lines.join(lineEnd)}${lastLineEnd ? lineEnd : ''}`

        expect(await inBlocks(text, blockLength)).toEqual(parseCsv(text))
      }),
      { numRuns: 300 },
    )
  })

  it('reads columns anew that turn into text far behind their first block, and no others', async () => {
    const text = `n,late\n${'1,007\n'.repeat(500)}2,x\n`

    const { n, late } = await inBlocks(text, 64)

    expect(n).toEqual(Float64Array.from({ length: 501 }, (_, i) => (i < 500 ? 1 : 2)))
    expect(late).toEqual([...new Array<string>(500).fill('007'), 'x'])
  })

  it.each([
    ['\n', 'a,b\n1,2\n'],
    ['\r\n', 'a,b\r\n1,2\r\n'],
    ['\r', 'a,b\r1,2\r'],
    ['\n after a byte order mark', '\uFEFFa,b\n1,2\n'],
  ])('counts the lines of all blocks in an error, ending with %j', async (_, head) => {
    const lineEnd = head.slice(head.search(/[\r\n]/)).match(/^[\r\n]+/)?.[0]

    for (const blockLength of [5, 6, 7, 100]) {
      const text = `${head}${`"3${lineEnd}",4${lineEnd}`.repeat(100)}5${lineEnd}`
      await expect(inBlocks(text, blockLength)).rejects.toThrow(
        't.csv, line 203: expected 2 fields, found 1.',
      )
    }
  })

  it('names the line of a quote that is never closed', async () => {
    const text = `a,b\n1,2\n3,"${'x\n'.repeat(1000)}`

    await expect(inBlocks(text, 100)).rejects.toThrow('t.csv, line 3: a quoted field never ends')
  })

  it('that is not UTF-8 is refused wherever that shows', async () => {
    const bytes = Buffer.concat([Buffer.from('a\n1\n'.repeat(50)), Buffer.from([0xff])])

    await expect(inBlocks(bytes, 16)).rejects.toThrow('t.csv is not UTF-8 text')
  })
})

describe('readCsv', () => {
  it('reads a file of several blocks', async () => {
    const path = join(folder, 'long.csv')
    const rows = Array.from({ length: 200_000 }, (_, i) => `${i / 4},level ${i % 3}`)
    writeFileSync(path, `x,f\n${rows.join('\n')}\n`)

    const { x, f } = await readCsv(path)

    expect(x).toEqual(Float64Array.from(rows, (_, i) => i / 4))
    expect(f).toEqual(rows.map((_, i) => `level ${i % 3}`))
  })

  it('names a folder that is no file', async () => {
    await expect(readCsv(folder)).rejects.toThrow(`${folder} cannot be read: EISDIR`)
  })

  it('reads columns anew from a pipe, which gives its text only once', async () => {
    const path = join(folder, 'pipe')
    execFileSync('mkfifo', [path])
    const writer = spawn('sh', ['-c', 'printf "a\\n007\\nx\\n" > "$0"', path])

    expect(await readCsv(path)).toEqual({ a: ['007', 'x'] })
    writer.kill()
  })

  it('takes what stands for line ends in a long file without real ones', async () => {
    const path = join(folder, 'literal.csv')
    writeFileSync(path, `a,b\\n${'1,2\\n'.repeat(20_000)}`)

    const table = await readCsv(path, { literalNewlines: true })

    expect(table.b).toEqual(new Float64Array(20_000).fill(2))
  })
})

async function inBlocks(text: string | Uint8Array, blockLength: number): Promise<Table> {
  const path = join(folder, 't.csv')
  writeFileSync(path, text)
  const file = await open(path)
  const options = resolveCsvOptions({})
  const once = async (types: ReadonlyMap<string, 'text'>, only?: ReadonlySet<string>) => {
    const reader = new TableReader({ ...options, types }, (await file.stat()).size, only)
    await readInBlocks(file, reader, 't.csv', blockLength)
    return reader.finish()
  }
  try {
    const { table, mixed } = await once(new Map())
    if (mixed.size === 0) return table
    const texts = new Map([...mixed].map((name) => [name, 'text' as const]))
    return { ...table, ...(await once(texts, mixed)).table }
  } finally {
    await file.close()
  }
}
