/**
 * How terms are pruned.
 *
 * - `backward`: to the size of least GCV, on a path of backward elimination
 * - `none`: not at all; with `nprune` the first so many forward terms stay
 *
 * @public
 */
export type PruningMethod = 'backward' | 'none'

/** The values of the option `pmethod`; the first is the default. */
export const pruningMethods: readonly [PruningMethod, ...PruningMethod[]] = ['backward', 'none']
