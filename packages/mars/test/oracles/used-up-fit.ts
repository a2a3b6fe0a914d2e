import { fitMars, type MarsFit, type MarsOptions } from '@byo/mars'

/** A fit whose largest model uses up the rows, so that its GCV is infinite. */
export function usedUpFit(options: MarsOptions = {}): MarsFit {
  const few = { x: [1, 2, 3, 4, 5, 6], y: [1, 5, 2, 6, 1, 9] }
  return fitMars(few, 'y', {
    compat: 'earth',
    thresh: 0,
    minspan: 1,
    endspan: 1,
    nk: 9,
    ...options,
  })
}
