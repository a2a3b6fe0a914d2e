import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readCsv, readCsvFiles } from '../../src/table/index.ts'

let dir: string

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'byo-csv-'))
})

afterEach(() => rm(dir, { recursive: true }))

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true })
    await writeFile(join(dir, name), text)
  }
}

it('joins all CSV files of a folder and the folders in it, in the order of their paths', async () => {
  await write({
    'b.csv': 'n,s\n3,z\n',
    'a/1.csv': 's,n\nx,1\n',
    'a/2.CSV': 'n,s\n2,y',
    'note.txt': '',
  })

  const table = await readCsvFiles(dir)

  expect(table).toEqual({ s: ['x', 'y', 'z'], n: Float64Array.of(1, 2, 3) })
})

it('reads files only, not what waits for a writer', async () => {
  await write({ 'a.csv': 'n\n1\n' })
  execFileSync('mkfifo', [join(dir, 'b.csv')])
  await mkdir(join(dir, 'c.csv'))

  expect(await readCsvFiles(dir)).toEqual({ n: Float64Array.of(1) })
})

it('takes a column that is text in one file for text in all', async () => {
  await write({ 'a.csv': 'code\n007\n', 'b.csv': 'code\nx\n' })

  expect(await readCsvFiles(dir)).toEqual({ code: ['007', 'x'] })
})

it('reads long files of columns in other orders, texts and numbers as the last file has them', async () => {
  const rows = 20_000
  const numbers = Array.from({ length: rows }, (_, i) => `${i},${i % 3}`)
  const texts = Array.from({ length: rows }, (_, i) => `level ${i % 4},${i}`)
  await write({ 'a.csv': `n,s\n${numbers.join('\n')}`, 'b.csv': `s,n\n${texts.join('\n')}\n` })

  const { n, s } = await readCsvFiles(dir)

  const all = Array.from({ length: rows }, (_, i) => i)
  expect(n).toEqual(Float64Array.of(...all, ...all))
  expect(s).toEqual([...all.map((i) => `${i % 3}`), ...all.map((i) => `level ${i % 4}`)])
})

it('names a file without rows among others', async () => {
  await write({ 'a.csv': 'n\n1\n', 'b.csv': 'n\n', 'c.csv': '' })

  const file = join(basename(dir), 'b.csv')
  await expect(readCsvFiles(dir)).rejects.toThrow(`${file} has a header and no rows.`)
  await expect(readCsvFiles([join(dir, 'a.csv'), join(dir, 'c.csv')])).rejects.toThrow('is empty.')
})

it('reads the files of a list in its order', async () => {
  await write({ 'a.csv': 'n\n1\n', 'b.csv': 'n\n2\n' })

  expect(await readCsvFiles([join(dir, 'b.csv'), join(dir, 'a.csv')])).toEqual({
    n: Float64Array.of(2, 1),
  })
})

it('names both files if their columns differ', async () => {
  await write({ 'a.csv': 'n,s\n1,x\n', 'b.csv': 'n,t\n2,y\n' })

  await expect(readCsvFiles(dir)).rejects.toThrow(
    `${join(basename(dir), 'b.csv')} has other columns than ${join(basename(dir), 'a.csv')}: it lacks "s" and adds "t".`,
  )
})

it('names the file and the line of a ragged row', async () => {
  await write({ 'a.csv': 'n,s\n1,x\n', 'b.csv': 'n,s\n2\n' })

  await expect(readCsvFiles(dir)).rejects.toThrow(
    `${join(basename(dir), 'b.csv')}, line 2: expected 2 fields, found 1.`,
  )
})

it('says what an otherwise empty folder has', async () => {
  await expect(readCsvFiles(dir)).rejects.toThrow(
    `${dir} has no file that ends with .csv: it is empty.`,
  )

  await write({ 'data.parquet': '' })
  await expect(readCsvFiles(dir)).rejects.toThrow('it has "data.parquet".')
})

it('names a file or folder that cannot be read', async () => {
  await expect(readCsv(join(dir, 'no.csv'))).rejects.toMatchObject({ code: 'csv' })
  await expect(readCsvFiles(join(dir, 'no'))).rejects.toThrow(`${join(dir, 'no')} cannot be read`)
})
