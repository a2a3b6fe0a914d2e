import { expect, it } from 'vitest'
import { parseCsv } from '../../src/invoke/parse-csv.ts'

it.each([
  ['', []],
  ['a', [['a']]],
  [
    'a,b\nc,d\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['a\r\nb\r\n', [['a'], ['b']]],
  ['a\rb', [['a'], ['b']]],
  [
    'a,\n,b',
    [
      ['a', ''],
      ['', 'b'],
    ],
  ],
  ['a,', [['a', '']]],
  ['"a,b","c\nd","say ""e"""\r\n', [['a,b', 'c\nd', 'say "e"']]],
  ['"",""', [['', '']]],
  ['""\n', [['']]],
  ['\n\n a \n \n', [[' a ']]],
  ['5" pipe,x', [['5" pipe', 'x']]],
  ['"a"b,c', [['ab', 'c']]],
])('reads %j', (text, rows) => {
  expect(parseCsv(text)).toEqual(rows)
})

it.each(['"a', '"a""', 'a\n"b,c\n'])('finds the quote of %j never closed', (text) => {
  expect(parseCsv(text)).toBeUndefined()
})
