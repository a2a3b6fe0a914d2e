// The CSV files that all readers read.
import { closeSync, openSync, statSync, writeSync } from 'node:fs'
import { seededRandom } from './seeded-random.mjs'

const species = ['setosa', 'versicolor', 'virginica', 'größer']

/** Numbers of full length in 20 columns: 385 bytes a row. */
export function writeNumbers(file, rows) {
  const random = seededRandom(72)
  const names = ['x', ...Array.from({ length: 19 }, (_, i) => `x${i + 2}`)]
  return writeLines(file, names, rows, '\n', () => names.map(random))
}

/**
 * Names of which none comes twice, dates, levels, quoted cells with commas and quotes, short numbers, missing ones,
 * and `\r\n`: some 73 bytes a row.
 */
export function writeMixed(file, rows) {
  const random = seededRandom(7)
  const names = ['id', 'when', 'species', '"note, quoted"', 'x', 'y', 'n', 'gaps']
  const writtenRows = writeLines(file, names, rows, '\r\n', (i) => [
    `c${i}`,
    `2024-0${1 + (i % 9)}-1${i % 10}`,
    species[Math.floor(4 * random())],
    i % 3 > 0 ? '"a, ""b"" c"' : 'plain',
    random(),
    (100 * random()).toFixed(2),
    Math.floor(1e6 * random()),
    random() < 0.5 ? '' : i % 7,
  ])
  return { ...writtenRows, texts: ['id', 'when', 'species', 'note, quoted'] }
}

/** Writes some thousand lines at a time, for a file may be longer than a string. */
function writeLines(file, names, rows, lineEnd, cellsOf) {
  const descriptor = openSync(file, 'w')
  writeSync(descriptor, `${names.join()}${lineEnd}`)
  for (let from = 0; from < rows; from += 5000) {
    const length = Math.min(5000, rows - from)
    const lines = Array.from({ length }, (_, i) => `${cellsOf(from + i).join()}${lineEnd}`)
    writeSync(descriptor, lines.join(''))
  }
  closeSync(descriptor)
  return { file, rows, columns: names.length, texts: [], megabytes: statSync(file).size / 1e6 }
}
