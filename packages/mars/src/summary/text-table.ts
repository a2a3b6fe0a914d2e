import { formatColumn, roundedColumn, widest } from './r-numbers.ts'

/** R's usual width of a line. */
export const lineWidth = 80

/** A column of a table. */
interface TextColumn {
  readonly heading: string
  readonly values: readonly number[]
}

/**
 * Names at the left, then the columns at the right of their width, as R prints a matrix; columns
 * for which the line has no room stand below, with the names again.
 */
export function textTable(
  names: readonly string[],
  columns: readonly TextColumn[],
  form: { readonly digits: number; readonly fixedPoint: boolean },
): readonly string[] {
  const labels = ['', ...names].map((name) => name.padEnd(widest(names)))
  const cells = columns.map(({ heading, values }) => {
    const shown = form.fixedPoint ? roundedColumn(values, form.digits) : values
    const texts = [heading, ...formatColumn(shown, form.digits)]
    return texts.map((text) => text.padStart(widest(texts)))
  })
  const lines: string[] = []
  let block = labels
  for (const texts of cells) {
    const wider = block.map((line, at) => `${line} ${texts[at]}`)
    if (block !== labels && wider[0].length >= lineWidth) {
      lines.push(...block)
      block = labels.map((label, at) => `${label} ${texts[at]}`)
    } else {
      block = wider
    }
  }
  return [...lines, ...block]
}
