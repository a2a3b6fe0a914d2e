/**
 * The fields of one row of CSV, as RFC 4180 has them. A row has no line break: batch transform takes none inside of fields.
 *
 * @throws Error for quotes that are not closed, or stand in the middle of a field.
 */
export function parseCsvRow(row: string): string[] {
  const fields: string[] = []
  for (let at = 0; ; ) {
    field.lastIndex = at
    const match = field.exec(row)
    if (match === null)
      throw new Error(`its field ${fields.length + 1} has quotes where RFC 4180 allows none`)
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] === '') return fields
    at = field.lastIndex
  }
}

/** The inverse of {@link parseCsvRow}; quotes stand where they are needed. */
export function formatCsvRow(fields: readonly string[]): string {
  return fields
    .map((text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))
    .join(',')
}

/** A field in quotes or without, and what ends it. */
const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y
