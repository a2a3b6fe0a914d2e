import { ContainerError } from '../errors.ts'
import type { Column, Table } from './table.ts'

/**
 * Writes a table as CSV with a header, or one column as its values, one a line, without one. Each line ends
 * with `\n`. Text is quoted where it has to be; numbers are written so that they read back as the same number,
 * a missing one as `NaN`.
 *
 * @throws ContainerError with code `csv` if columns differ in length.
 * @example
 * ```ts
 * import { formatCsv } from '@byo/container-kit/table'
 *
 * formatCsv({ V1: Float64Array.of(5.02, 4.7) }) // 'V1\n5.02\n4.7\n'
 * formatCsv(Float64Array.of(5.02, 4.7)) // '5.02\n4.7\n'
 * ```
 * @public
 */
export function formatCsv(data: Table | Column): string {
  if (isColumn(data)) return lines([data])
  const names = Object.keys(data)
  if (names.length === 0) return ''
  return `${names.map(field).join()}\n${lines(equallyLong(data))}`
}

function lines(columns: readonly Column[]): string {
  const [first = []] = columns
  if (first.length === 0) return ''
  const texts = columns.map((column) =>
    column instanceof Float64Array ? column : column.map(field),
  )
  if (texts.length === 1) return `${texts[0]!.join('\n')}\n`
  let csv = ''
  for (let row = 0; row < first.length; row++) {
    csv += texts[0]![row]!
    for (let i = 1; i < texts.length; i++) csv += `,${texts[i]![row]!}`
    csv += '\n'
  }
  return csv
}

/** Quotes text that would otherwise be read as something else; an empty field alone would be a blank line. */
function field(text: string): string {
  return text.trim() === '' || /[",\r\n]|^\uFEFF/.test(text)
    ? `"${text.replaceAll('"', '""')}"`
    : text
}

function equallyLong(table: Table): readonly Column[] {
  const entries = Object.entries(table)
  const [firstName, first] = entries[0]!
  for (const [name, column] of entries) {
    if (column.length !== first.length) {
      throw new ContainerError(
        'csv',
        `The columns ${JSON.stringify(firstName)} and ${JSON.stringify(name)} have ${first.length} and ` +
          `${column.length} rows: all columns of a table are equally long.`,
      )
    }
  }
  return entries.map(([, column]) => column)
}

function isColumn(data: Table | Column): data is Column {
  return data instanceof Float64Array || Array.isArray(data)
}
