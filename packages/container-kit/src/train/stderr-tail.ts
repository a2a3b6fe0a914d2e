import { stripVTControlCharacters } from 'node:util'

/** The end of what a program wrote to stderr. */
export interface StderrTail {
  /** Takes what was written next. */
  add(bytes: Uint8Array): void
  /** The last lines, as many as fit into so many characters. */
  lines(chars: number): string
  /** The line that says best what went wrong: the last that reads like an error, or else the last; empty if there is none. */
  cause(): string
}

/** Keeps the last lines of stderr, without colours, and of a line that was written over only what was left. */
export function stderrTail(): StderrTail {
  let kept: Buffer = Buffer.alloc(0)

  function allLines(): string[] {
    return stripVTControlCharacters(kept.toString('utf8'))
      .split(/\r?\n/)
      .map((line) => line.slice(line.lastIndexOf('\r') + 1).trimEnd())
      .filter((line) => line !== '')
  }

  return {
    add(bytes) {
      kept = Buffer.concat([kept, bytes.subarray(-keptBytes)]).subarray(-keptBytes)
    },
    lines(chars) {
      const fitting: string[] = []
      let left = chars
      for (const line of allLines().reverse()) {
        const points = [...line]
        if (points.length > left) {
          // Of a single line that is too long, the end is better than nothing.
          if (fitting.length === 0) fitting.push(points.slice(-chars).join(''))
          break
        }
        fitting.unshift(line)
        left -= points.length + 1
      }
      return fitting.join('\n')
    },
    cause() {
      const lines = allLines().reverse()
      // Frames of stacks are indented, and name files and functions such as "error".
      const atMargin = lines.filter((line) => !/^\s/.test(line))
      const line = atMargin.find((each) => errorWords.test(each)) ?? lines[0] ?? ''
      return [...line.trim()].slice(0, causeChars).join('')
    },
  }
}

const errorWords =
  /error|exception|fatal|panic|fail|abort|killed|denied|not found|no such|cannot|traceback/i

const keptBytes = 16_384

const causeChars = 400
