import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Table } from '@byo/container-kit/table'
import { seededRandom } from '@byo/example-common'
import { predictors, target } from './columns.ts'

/** Rows in files, and what is true of them. */
export interface Rows {
  /** The folder of the files. */
  readonly folder: string
  /** The target of each row, in the order of the files and of the rows in them. */
  readonly truth: Float64Array
}

/** Writes so many irises, drawn from those that there are, to as many files, of as equal a length as can be. */
export function makeRows(
  table: Table,
  {
    folder,
    count,
    files,
  }: { readonly folder: string; readonly count: number; readonly files: number },
): Rows {
  const random = seededRandom(1936)
  const truth = new Float64Array(count)
  const known = table[target]?.length ?? 0
  const cell = (name: string, row: number) => table[name]?.[row] ?? ''
  const digits = String(files).length
  for (let file = 0; file < files; file += 1) {
    const [from, to] = [file, file + 1].map((part) => Math.floor((part * count) / files))
    let text = ''
    for (let i = from ?? 0; i < (to ?? 0); i += 1) {
      const row = Math.floor(random() * known)
      truth[i] = Number(cell(target, row))
      text += `${predictors.map((name) => cell(name, row)).join()}\n`
    }
    writeFileSync(join(folder, `rows-${String(file + 1).padStart(digits, '0')}.csv`), text)
  }
  return { folder, truth }
}
