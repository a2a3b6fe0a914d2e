/**
 * How the coefficients of the selected terms are found.
 *
 * - `averaged`: least-squares coefficients of the selected terms and of the smaller models that pruning
 *   would leave next, averaged with weights by GCV; a term of which it is doubtful whether it should
 *   stay is shrunk towards 0. Predicts better
 * - `least-squares`: by least squares on the selected terms
 *
 * @public
 */
export type CoefficientMethod = 'averaged' | 'least-squares'

/** Every way to find coefficients. */
export const coefficientMethods: readonly [CoefficientMethod, ...CoefficientMethod[]] = [
  'averaged',
  'least-squares',
]
