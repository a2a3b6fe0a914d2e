/** The values of the option `pmethod`; the first is the default. */
export const pruningMethods = ['backward', 'none'] as const

/**
 * How terms are pruned.
 *
 * - `backward`: to the size of least GCV, on a path of backward elimination
 * - `none`: not at all; with `nprune` the first so many forward terms stay
 *
 * @public
 */
export type PruningMethod = (typeof pruningMethods)[number]
