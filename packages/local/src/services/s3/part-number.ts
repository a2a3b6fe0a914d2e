import { invalidArgument } from './s3-errors.ts'

const highest = 10_000

/** The number of a part in a query. */
export function requirePartNumber(text: string): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && number >= 1 && number <= highest) return number
  throw invalidArgument(
    `Part number must be an integer between 1 and ${highest}, inclusive`,
    'partNumber',
    text,
  )
}
