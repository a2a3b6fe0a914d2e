// Rows between knots, Friedman (1991), equations 43 and 45, with α = 0.05, p columns, N_m rows
// where the parent is above 0:
//
//   endspan = 3 − log2(α/p)         minspan = −log2(−ln(1 − α)/(p N_m)) / 2.5
//
// earth has both with rounded constants; the figures below are its own.
import type { SpanQuestion, Spans } from './rules.ts'

const alpha = 0.05

/** Friedman's end span. */
export function endspanOf(columns: number): number {
  return Math.trunc(3 - Math.log2(alpha / columns))
}

/** Friedman's span between knots. */
export function minspanOf(columns: number, eligible: number): number {
  return Math.trunc(-Math.log2(-Math.log(1 - alpha) / (columns * eligible)) / 2.5)
}

/** The end span with earth's constants. */
export function roundedEndspanOf(columns: number): number {
  // biome-ignore lint/suspicious/noApproximativeNumericConstant: earth's own constant, not ln 2
  return Math.trunc(7.32193 + Math.log(columns) / 0.69315)
}

/** The span between knots with earth's constants. */
export function roundedMinspanOf(columns: number, eligible: number): number {
  return Math.trunc((2.9702 + Math.log(columns * eligible)) / 1.7329)
}

/**
 * Knots centred between two end spans, or as many as asked for; both spans kept within the rows.
 */
export function centredSpans(question: SpanQuestion, minspan: number, endspan: number): Spans {
  const { rows } = question
  const end = Math.max(1, Math.min(endspan, Math.floor(rows / 2) - 1))
  if (question.minspan < 0) return spansForKnots(-question.minspan, rows, end)

  const step = Math.max(1, minspan)
  const free = Math.max(0, rows - 2 * end)
  let start = Math.trunc(free / 2)
  if (free > step) {
    const rest = free % step
    start = rest === 0 ? Math.trunc(step / 2) : Math.trunc(rest / 2)
  }
  return { start: Math.max(1, end + start), minspan: step, endspan: end }
}

/** Spans that give about `knots` knots on each predictor. */
function spansForKnots(knots: number, rows: number, endspan: number): Spans {
  const minspan = Math.ceil(rows / (1 + knots))
  const start = minspan * Math.max(1, Math.ceil(endspan / minspan))
  return { start: Math.max(1, start - 1), minspan, endspan }
}
