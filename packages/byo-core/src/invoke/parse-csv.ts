/**
 * Reads CSV (RFC 4180) into rows of cells: quoted cells may hold commas, line ends and doubled quotes,
 * lines end with LF, CRLF or CR, blank lines are left out. Undefined when a quote is never closed.
 */
export function parseCsv(text: string): string[][] | undefined {
  const rows: string[][] = []
  let row: string[] = []
  let position = 0
  while (position < text.length) {
    const cell = text[position] === '"' ? quotedCell(text, position) : plainCell(text, position)
    if (cell === undefined) return undefined
    row.push(cell.value)
    position = cell.end
    if (text[position] === ',') {
      position += 1
      // A comma at the very end has an empty cell behind it.
      if (position < text.length) continue
      row.push('')
    }
    if (row.length > 1 || cell.isQuoted || cell.value.trim() !== '') rows.push(row)
    row = []
    position += text.startsWith('\r\n', position) ? 2 : 1
  }
  return rows
}

/** A cell, and where the comma or line end behind it is. */
interface Cell {
  readonly value: string
  readonly end: number
  readonly isQuoted: boolean
}

function plainCell(text: string, start: number): Cell {
  const end = endOfCell(text, start)
  return { value: text.slice(start, end), end, isQuoted: false }
}

function quotedCell(text: string, start: number): Cell | undefined {
  let quote = text.indexOf('"', start + 1)
  while (quote !== -1 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2)
  if (quote === -1) return undefined
  const end = endOfCell(text, quote + 1)
  const inside = text.slice(start + 1, quote).replaceAll('""', '"')
  // What stands behind the closing quote is no CSV; it is kept rather than lost.
  return { value: inside + text.slice(quote + 1, end), end, isQuoted: true }
}

function endOfCell(text: string, start: number): number {
  cellEnd.lastIndex = start
  return cellEnd.exec(text)?.index ?? text.length
}

const cellEnd = /[,\r\n]/g
