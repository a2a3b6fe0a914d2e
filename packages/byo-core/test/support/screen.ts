import type { ProgressStream } from '../../src/progress/progress-stream.ts'

/** A terminal that draws what it's sent, as far as progress uses it. */
export interface Screen extends ProgressStream {
  readonly isTTY: true
  columns: number
  /** What stands on it now; rows without their trailing blanks. */
  readonly rows: string[]
  readonly isCursorShown: boolean
  /** Each write as it came. */
  readonly writes: string[]
}

/** Control sequences, line ends, or a run of ordinary characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are driven by them
const tokens = /\x1b\[[?\d]*[A-Za-z]|[\r\n]|[^\x1b\r\n]+/g

export function createScreen(columns = 80): Screen {
  const rows: string[] = ['']
  const writes: string[] = []
  let row = 0
  let column = 0
  let isCursorShown = true

  const put = (text: string) => {
    for (const character of text) {
      if (column === screen.columns) {
        row += 1
        column = 0
      }
      const old = (rows[row] ?? '').padEnd(column)
      rows[row] = old.slice(0, column) + character + old.slice(column + 1)
      column += 1
    }
  }
  const obey = (token: string) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are driven by them
    const [, count = '', command] = /^\x1b\[([?\d]*)([A-Za-z])$/.exec(token) ?? []
    if (token === '\n') {
      row += 1
      column = 0
      rows[row] ??= ''
    } else if (token === '\r') column = 0
    else if (command === 'A') row -= Number(count || 1)
    else if (command === 'K') rows[row] = (rows[row] ?? '').slice(0, column)
    else if (command === 'J') {
      rows[row] = (rows[row] ?? '').slice(0, column)
      rows.splice(row + 1)
    } else if (count === '?25') isCursorShown = command === 'h'
    else if (command !== 'm') put(token)
  }
  const screen: Screen = {
    isTTY: true,
    columns,
    writes,
    get rows() {
      return rows.map((text) => text.trimEnd())
    },
    get isCursorShown() {
      return isCursorShown
    },
    write(text) {
      writes.push(text)
      for (const [token] of text.matchAll(tokens)) obey(token)
      if (row < 0) throw new Error('The cursor left the screen.')
    },
  }
  return screen
}
