import { expect, it } from 'vitest'
import { parseCsv } from '../../src/table/index.ts'

const rows = 20_000

it.each([
  ['few levels', (i: number) => `level ${i % 7}`],
  ['levels of equal hashes now and then', (i: number) => `v${(i * 7919) % 3000}`],
  ['texts of which none comes twice', (i: number) => `row ${i}`],
  ['texts too long to share', (i: number) => `${'long '.repeat(10)}${i % 3}`],
  ['texts beyond ASCII', (i: number) => `größe ${i % 5} 😀`],
  ['the empty text', (i: number) => (i % 2 === 0 ? '' : 'x')],
])('gives each cell its own text: %s', (_, text) => {
  const cells = Array.from({ length: rows }, (_, i) => text(i))

  expect(parseCsv(`a,b\n${cells.map((cell) => `"${cell}",1`).join('\n')}`).a).toEqual(cells)
})

it('tells a quote doubled inside quotes from two quotes outside', () => {
  const pairs = Array.from({ length: 200 }, () => 'a""b\n"a""b"').join('\n')

  const { q } = parseCsv(`q\n${pairs}`)

  expect(q).toEqual(Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? 'a""b' : 'a"b')))
})
