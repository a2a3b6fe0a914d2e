// Readers of CSV, each as its user would turn a file into typed columns: numbers in a Float64Array, texts in an array.
// A side of a comparison, as ours.mjs is:
//
//   node csv.mjs <reader>
//   {"do": "readCsv", "file", "texts"}   seconds; rows (of columns that differ, all) and the sum of the column x, which all readers should agree on
//   {"do": "peak"}                       most memory of this process so far, in MB
import { createReadStream, readFileSync } from 'node:fs'
import { readCsv } from '@byo/container-kit/table'
import { parse } from 'csv-parse'
import Papa from 'papaparse'
import { inferSchema, initParser } from 'udsv'
import { answerJobs } from './answer-jobs.mjs'

const readers = {
  ours: ({ file }) => readCsv(file),

  uDSV({ file, texts }) {
    const text = readFileSync(file, 'utf8')
    const schema = inferSchema(text)
    const columns = initParser(schema).typedCols(text)
    return byName(
      schema.cols.map(({ name }) => name),
      texts,
      (at) => columns[at],
    )
  },

  async 'uDSV, streaming'({ file, texts }) {
    let parser
    let columns
    const add = (row) => {
      for (let i = 0; i < row.length; i++) columns[i]?.push(row[i])
    }
    for await (const chunk of createReadStream(file, {
      encoding: 'utf8',
      highWaterMark: 2 ** 20,
    })) {
      parser ??= initParser(inferSchema(chunk))
      columns ??= parser.schema.cols.map(() => [])
      parser.chunk(chunk, parser.typedArrs, add)
    }
    parser.end()
    return byName(
      parser.schema.cols.map(({ name }) => name),
      texts,
      (at) => columns[at],
    )
  },

  async 'csv-parse'({ file, texts }) {
    let names
    let columns
    for await (const record of createReadStream(file).pipe(parse())) {
      if (names === undefined) {
        names = record
        columns = names.map(() => [])
        continue
      }
      for (let i = 0; i < record.length; i++) {
        columns[i]?.push(texts.includes(names[i]) ? record[i] : numberOf(record[i]))
      }
    }
    return byName(names, texts, (at) => columns[at])
  },

  papaparse({ file, texts }) {
    return new Promise((resolve, reject) => {
      let names
      let columns
      Papa.parse(createReadStream(file), {
        skipEmptyLines: true,
        step({ data }) {
          if (names === undefined) {
            names = data
            columns = names.map(() => [])
            return
          }
          for (let i = 0; i < data.length; i++) {
            columns[i]?.push(texts.includes(names[i]) ? data[i] : numberOf(data[i]))
          }
        },
        complete: () => resolve(byName(names, texts, (at) => columns[at])),
        error: reject,
      })
    })
  },
}

const reader = readers[process.argv[2]]

const answers = {
  async readCsv(job) {
    const start = performance.now()
    const table = await reader(job)
    const times = [(performance.now() - start) / 1000]
    const sum = table.x.reduce((total, value) => total + (Number.isNaN(value) ? 0 : value), 0)
    const lengths = new Set(Object.values(table).map(({ length }) => length))
    return { times, rows: [...lengths].join(' or '), sum }
  },
}

await answerJobs(answers)

function byName(names, texts, columnAt) {
  return Object.fromEntries(
    names.map((name, at) => {
      const column = columnAt(at)
      return [name, texts.includes(name) ? column : Float64Array.from(column, numberOf)]
    }),
  )
}

/** A missing value is no 0. */
function numberOf(value) {
  return value === '' || value === null ? Number.NaN : Number(value)
}
