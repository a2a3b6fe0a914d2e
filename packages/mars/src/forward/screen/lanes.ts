// The values of a pass: products of a parent and a column, each in a lane of its own.
import { kernelOf } from '../../kernel/kernel.ts'
import type { Lanes } from './row-sums.ts'

/** A parent times a column. */
export interface Lane {
  readonly parent: Float64Array
  readonly column: Float64Array
}

/** Fills the lanes, the last one over again where there are fewer, for the rows from `from` up to `to`. */
export function fillLanes(
  values: Float64Array,
  filled: readonly Lane[],
  lanes: Lanes,
  from: number,
  to: number,
): void {
  const laneAt = (lane: number): Lane => filled[Math.min(lane, filled.length - 1)]
  for (let lane = 0; lane < lanes; lane += 2) {
    fillTwo(values, laneAt(lane), laneAt(lane + 1), { lanes, lane }, from, to)
  }
}

/** Fills two lanes that stand side by side. */
function fillTwo(
  values: Float64Array,
  { parent: b1, column: q1 }: Lane,
  { parent: b2, column: q2 }: Lane,
  { lanes, lane }: { readonly lanes: Lanes; readonly lane: number },
  from: number,
  to: number,
): void {
  const kernel = kernelOf(values, [b1, q1, b2, q2])
  if (kernel !== null) {
    kernel.loops.fillTwoLanes(
      b1.byteOffset + 8 * from,
      q1.byteOffset + 8 * from,
      b2.byteOffset + 8 * from,
      q2.byteOffset + 8 * from,
      values.byteOffset + 8 * lane,
      8 * lanes,
      to - from,
    )
    return
  }
  for (let i = from, at = lane; i < to; i += 1, at += lanes) {
    values[at] = b1[i] * q1[i]
    values[at + 1] = b2[i] * q2[i]
  }
}
