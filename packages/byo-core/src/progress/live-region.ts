import type { ProgressStream } from './progress-stream.ts'

/** A line of the region: a mark of one column, with and without its colour, and what stands after it. */
interface LiveLine {
  readonly mark: string
  readonly painted: string
  readonly text: string
}

/** The last lines of a terminal, which are drawn again and again. */
export interface LiveRegion {
  /** Puts text, whole lines, above the region for good, and draws the lines below it. */
  draw(above: string, lines: readonly LiveLine[]): void
  /** Shows the cursor again. */
  leave(): void
}

const hideCursor = '\x1b[?25l'
const showCursor = '\x1b[?25h'
const eraseRestOfLine = '\x1b[K'
const eraseBelow = '\x1b[J'

/**
 * A region at the end of a terminal. All of a redraw goes out in one write, over what is there and not
 * after wiping it, so that nothing flickers; lines are cut so that none wraps.
 */
export function liveRegion(stream: ProgressStream): LiveRegion {
  let drawn: readonly number[] = []
  let isHidden = false

  return {
    draw(above, lines) {
      const columns = stream.columns || 80
      // A terminal that was made narrower has wrapped what was drawn.
      const height = drawn.reduce(
        (sum, length) => sum + Math.max(1, Math.ceil(length / columns)),
        0,
      )
      const up = height === 0 ? '' : `\r\x1b[${height}A`
      const hide = lines.length > 0 && !isHidden ? hideCursor : ''
      const kept = above.replaceAll('\n', `${eraseRestOfLine}\n`)
      const cut = lines.map(({ mark, painted, text }) => ({
        painted,
        text: Array.from(` ${text}`)
          .slice(0, Math.max(0, columns - 1 - mark.length))
          .join(''),
      }))
      const live = cut.map(({ painted, text }) => `${painted}${text}${eraseRestOfLine}\n`).join('')
      const output = `${hide}${up}${kept}${live}${height === 0 ? '' : eraseBelow}`
      if (output !== '') stream.write(output)
      isHidden ||= lines.length > 0
      drawn = cut.map(({ text }) => text.length + 1)
    },
    leave() {
      if (isHidden) stream.write(showCursor)
      isHidden = false
    },
  }
}
