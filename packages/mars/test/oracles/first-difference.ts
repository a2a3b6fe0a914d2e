/** The first place where two lists differ in any bit, −1 where they are the same; quick for long ones. */
export function firstDifference(a: ArrayLike<unknown>, b: ArrayLike<unknown>): number {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) if (!Object.is(a[i], b[i])) return i
  return -1
}
