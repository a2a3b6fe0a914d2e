import type { Trial } from '../tuning/trial.ts'
import { type Box, footOf, yOf } from './panel.ts'
import { isMeasured, type Measured, type Search } from './search.ts'
import { element, escapeXml } from './svg.ts'
import { describe } from './words.ts'

/** A dot for each trial, a cross for those without an objective, and a diamond for the best, which lies on top. */
export function marks(
  { objective, best, yAxis }: Search,
  trials: readonly Trial[],
  box: Box,
  xFor: (trial: Trial) => number,
): string[] {
  const points = trials.map((trial) => {
    const x = xFor(trial)
    const hint = element('title', {}, escapeXml(describe(trial, objective)))
    if (!isMeasured(trial)) {
      const y = footOf(box)
      const d = `M${fixed(x - 3)} ${fixed(y - 3)}l6 6m0 -6l-6 6`
      return element('path', { class: 'failed', d }, hint)
    }
    const y = yOf(box, yAxis, trial.objective)
    if (trial.name !== best?.name)
      return element('circle', { class: 'trial', cx: x, cy: y, r: 4.5 }, hint)
    return element('path', { class: 'best', d: diamond(x, y) }, hint)
  })
  const isBest = (_: string, index: number) => trials[index]?.name === best?.name
  return [...points.filter((mark, index) => !isBest(mark, index)), ...points.filter(isBest)]
}

/** A line that goes down, or up, whenever a trial was better than all before. */
export function bestSoFar(
  { objective, yAxis }: Search,
  inOrder: readonly Measured[],
  box: Box,
  xFor: (trial: Trial) => number,
): string {
  let d = ''
  let best: number | undefined
  for (const trial of inOrder) {
    const isBetter =
      best === undefined ||
      (objective.goal === 'Minimize' ? trial.objective < best : trial.objective > best)
    if (!isBetter) continue
    best = trial.objective
    const y = fixed(yOf(box, yAxis, best))
    d += d === '' ? `M${fixed(xFor(trial))} ${y}` : `H${fixed(xFor(trial))}V${y}`
  }
  return d === '' ? '' : element('path', { class: 'so-far', d: `${d}H${fixed(box.x + box.width)}` })
}

/** The sign of the best. */
export function diamond(x: number, y: number): string {
  return `M${fixed(x)} ${fixed(y - 8)}l6.5 8l-6.5 8l-6.5 -8z`
}

function fixed(value: number): number {
  return Math.round(value * 100) / 100
}
