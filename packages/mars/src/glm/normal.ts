// The standard normal distribution, to the precision of a double in its tails as well:
//
//   Φ(x) = 1/2 + φ(x) (x + x³/3 + x⁵/(3·5) + …)                     near 0 (Marsaglia 2004)
//   Φ(−x) = φ(x) / (x + 1/(x + 2/(x + 3/(x + …))))                  in the tails (Abramowitz and
//                                                                   Stegun 26.2.14)
//
// and Φ⁻¹(p) by Newton's method on log Φ, which is concave, from −√(−2 ln 2p), which is never above it.

/** Beyond this the continued fraction takes fewer steps than the series loses digits. */
const tail = 2.5

/** Enough levels of the continued fraction at the beginning of the tail. */
const levels = 150

/** φ(x). */
export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)
}

/** Φ(x). */
export function normalProbability(x: number): number {
  if (x > tail) return 1 - lowerTail(x)
  if (x < -tail) return lowerTail(-x)
  let term = x
  let sum = 0
  for (let k = 3; Math.abs(term) > Number.EPSILON * Math.abs(sum); k += 2) {
    sum += term
    term *= (x * x) / k
  }
  return 0.5 + normalDensity(x) * sum
}

/** The x for which Φ(x) is p, from above 0 to below 1. */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p)
  let x = -Math.sqrt(-2 * Math.log(2 * p))
  for (let step = 0; step < mostSteps; step += 1) {
    const probability = normalProbability(x)
    const change = (Math.log(probability / p) * probability) / normalDensity(x)
    x -= change
    if (Math.abs(change) <= 1e-15 * Math.abs(x)) break
  }
  return x
}

/** Far more steps than the few that it takes. */
const mostSteps = 100

/** Φ(−x) for an x beyond {@link tail}. */
function lowerTail(x: number): number {
  let fraction = x
  for (let level = levels; level > 0; level -= 1) fraction = x + level / fraction
  return normalDensity(x) / fraction
}
