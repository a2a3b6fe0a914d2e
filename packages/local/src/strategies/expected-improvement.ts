// How much less than the best so far, b, a normally distributed loss is expected to be (Jones, Schonlau & Welch, 1998):
//
//   EI = E max(0, b − Y) = (b − μ) Φ(z) + σ φ(z),    z = (b − μ) / σ,    Y ~ N(μ, σ²)

/** The expected improvement on the best loss so far. */
export function expectedImprovement(best: number, mean: number, deviation: number): number {
  if (deviation === 0) return Math.max(0, best - mean)
  const z = (best - mean) / deviation
  return Math.max(0, (best - mean) * normalDistribution(z) + deviation * normalDensity(z))
}

function normalDensity(z: number): number {
  return Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI)
}

/** Φ by formula 26.2.17 of Abramowitz & Stegun; its error is less than 7.5e−8. */
function normalDistribution(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const tail =
    normalDensity(z) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return z < 0 ? tail : 1 - tail
}
