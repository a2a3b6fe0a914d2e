/**
 * How the subset of each size is found, of which the one with the least GCV stays:
 *
 * - `backward`: by dropping terms one after the other
 * - `forward`: by adding terms one after the other
 * - `seqrep`: by adding, and exchanging terms as long as that is better
 * - `exhaustive`: the best of all subsets. For up to about 30 terms that is quick; the time may
 *   double with each more, and a search that would take minutes ends in an error. Under `earth`
 *   terms that are nearly collinear (ratio of the extreme singular values below 1e-10) are pruned
 *   backward instead, as in R
 * - `none`: all terms stay; with `nprune` the first so many
 *
 * Under `mda` there are `backward` and `none`, under `earth` with several responses likewise.
 *
 * @public
 */
export type PruningMethod = 'backward' | 'none' | 'exhaustive' | 'forward' | 'seqrep'

/** Every way to prune; the first is the default. */
export const pruningMethods: readonly [PruningMethod, ...PruningMethod[]] = [
  'backward',
  'none',
  'exhaustive',
  'forward',
  'seqrep',
]
