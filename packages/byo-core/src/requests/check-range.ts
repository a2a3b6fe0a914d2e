import { ByoError } from '../errors.ts'

/** The whole numbers that AWS takes for an option. Source of all: AWS's API model. */
export interface Range {
  readonly min: number
  readonly max: number
  /** Such as `GB`. */
  readonly unit?: string
}

/** Throws an `invalid-option` error for a value that is given and that AWS would refuse. */
export function checkRange(
  option: string,
  value: number | undefined,
  { min, max, unit }: Range,
): void {
  if (value === undefined) return
  if (Number.isInteger(value) && value >= min && value <= max) return
  const limits = max === Number.POSITIVE_INFINITY ? `of at least ${min}` : `from ${min} to ${max}`
  throw new ByoError(
    'invalid-option',
    `The option ${option} is ${value}; give a whole number ${limits}${unit ? ` (${unit})` : ''}.`,
  )
}
