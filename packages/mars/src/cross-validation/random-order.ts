// Random numbers by Lehmer's generator with the modulus 2³¹ − 1 and the multiplier 48271 (Park and Miller
// 1988, 1993), and random orders from them by Fisher and Yates' method (Knuth, TAOCP 2, 3.4.2). The one
// place of this package that draws random numbers.

/** Seeds are from 1 to one less than this. */
export const modulus: number = 2 ** 31 - 1

const multiplier = 48271

/** Numbers from 0 to below 1, the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed
  const next = (): number => {
    state = (state * multiplier) % modulus
    return state / modulus
  }
  // The first numbers of small seeds are small.
  for (let skipped = 0; skipped < 10; skipped += 1) next()
  return next
}

/** The values in a random order. */
export function shuffled<Value>(values: readonly Value[], random: () => number): Value[] {
  const order = [...values]
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1))
    const value = order[last]
    order[last] = order[other]
    order[other] = value
  }
  return order
}
