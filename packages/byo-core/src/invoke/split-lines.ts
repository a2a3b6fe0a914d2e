/** The lines of a text without their ends, LF or CRLF; a last line need not have one. */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  return lines
}
