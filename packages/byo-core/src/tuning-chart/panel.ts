import type { Axis } from './axis.ts'
import { element, text } from './svg.ts'

/** The rectangle between the axes, in pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What a panel shows: two axes and what lies between them. */
export interface Panel {
  readonly box: Box
  readonly xAxis: Axis
  readonly yAxis: Axis
  readonly xTitle: string
  /** Left out where the panel to the left has the same axis. */
  readonly yTitle?: string | undefined
  /** Elements, drawn in the order in which they are given. */
  readonly content: readonly string[]
}

/** Room below the values for what has none, in pixels. */
const foot = 14

/** About as wide as a character of the ticks, in pixels. */
const characterWidth = 6.2
/** The same of titles, which are larger and bold. */
const titleCharacter = 7.4

/** Where a value lies in a panel, in pixels from the left. */
export function xOf({ x, width }: Box, axis: Axis, value: unknown): number {
  return x + axis.place(value) * width
}

/** Where a value lies in a panel, in pixels from the top. */
export function yOf(box: Box, axis: Axis, value: unknown): number {
  return heightOf(box, axis.place(value))
}

/** Where what has no value stands, in pixels from the top: below all that has one. */
export function footOf({ y, height }: Box): number {
  return y + height - foot / 2
}

/** Grid, ticks, titles and content. */
export function drawPanel({ box, xAxis, yAxis, xTitle, yTitle, content }: Panel): string {
  const { x, y, width, height } = box
  const bottom = y + height
  const rows = yAxis.ticks.map(({ place, label }) => {
    const at = heightOf(box, place)
    const line = element('line', { class: 'grid', x1: x, x2: x + width, y1: at, y2: at })
    return yTitle === undefined
      ? line
      : line + text(x - 8, at + 4, label, { class: 'tick', 'text-anchor': 'end' })
  })
  const columns = ticksThatFit(xAxis, width).map(({ place, label, shown }) => {
    const at = x + place * width
    const line = element('line', { class: 'grid', x1: at, x2: at, y1: y, y2: bottom })
    const full = shown === label ? '' : element('title', {}, label)
    const anchor = { class: 'tick', 'text-anchor': 'middle' }
    const words = text(at, bottom + 16, shown, anchor)
    return (xAxis.band > 0 ? '' : line) + (full === '' ? words : element('g', {}, full, words))
  })
  const titles = [
    text(x + width / 2, bottom + 36, cut(xTitle, width + 20, titleCharacter), {
      class: 'axis',
      'text-anchor': 'middle',
    }),
    ...(yTitle === undefined ? [] : [text(x - 44, y - 10, yTitle, { class: 'axis' })]),
  ]
  const frame = element('line', { class: 'base', x1: x, x2: x + width, y1: bottom, y2: bottom })
  return element('g', {}, ...rows, ...columns, frame, ...titles, ...content)
}

function heightOf({ y, height }: Box, place: number): number {
  return y + (1 - place) * (height - foot)
}

/** Categories all stay, cut to their bands; of numbers as many as don't touch. */
function ticksThatFit({ ticks, band }: Axis, width: number) {
  if (band > 0) {
    return ticks.map(({ place, label }) => {
      return { place, label, shown: cut(label, band * width - 4, characterWidth) }
    })
  }
  for (let n = 1; n <= ticks.length; n += 1) {
    const kept = ticks.filter((_, index) => index % n === 0)
    const fits = kept.every(({ place, label }, index) => {
      const next = kept[index + 1]
      if (next === undefined) return true
      const needed = ((label.length + next.label.length) / 2 + 1.5) * characterWidth
      return (next.place - place) * width >= needed
    })
    if (fits) return kept.map((tick) => ({ ...tick, shown: tick.label }))
  }
  return []
}

/** As much of the words as there is room for, in pixels, with at least one character. */
export function cut(words: string, width: number, character: number): string {
  const room = Math.max(2, Math.floor(width / character))
  return words.length > room ? `${words.slice(0, room - 1)}…` : words
}
