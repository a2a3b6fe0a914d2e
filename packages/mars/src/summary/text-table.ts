import { formatColumn, roundedColumn, widest } from './r-numbers.ts'

/** A column of a table. */
interface TextColumn {
  readonly heading: string
  readonly values: readonly number[]
}

/** Names at the left, then the columns at the right of their width, as R prints a matrix. */
export function textTable(
  names: readonly string[],
  columns: readonly TextColumn[],
  form: { readonly digits: number; readonly fixedPoint: boolean },
): readonly string[] {
  const width = widest(names)
  const cells = columns.map(({ heading, values }) => {
    const shown = form.fixedPoint ? roundedColumn(values, form.digits) : values
    const texts = [heading, ...formatColumn(shown, form.digits)]
    return texts.map((text) => text.padStart(widest(texts)))
  })
  return ['', ...names].map((name, line) =>
    [name.padEnd(width), ...cells.map((column) => column[line])].join(' '),
  )
}
