/**
 * Why the forward pass ended. `summary()` puts each in a sentence.
 *
 * - `nk-reached`: the next pair of terms would not fit in `nk`
 * - `nk-below-3`: `nk` leaves no room for a pair of terms, so that the model is the mean
 * - `no-new-term`: no term that could be added lowers the RSS
 * - `rsq-gain-below-thresh`: the best pair would have raised RSq by less than `thresh`
 * - `rsq-near-one`: RSq came to 1 − `thresh`
 * - `grsq-too-low`: with the best pair GRSq would have fallen below −10
 * - `grsq-infinite`: the best pair would have used up the rows
 * - `rss-gain-below-thresh`: the best pair would have lowered the RSS by no more than `thresh` of it
 * - `gcv-too-high`: with the best pair the GCV would have been ten times that of the mean
 * - `constant-response`: the response is the same in every row
 *
 * @public
 */
export type StopReason = (typeof stopReasons)[number]

/** Every stop reason there is. */
export const stopReasons = [
  'nk-reached',
  'nk-below-3',
  'no-new-term',
  'rsq-gain-below-thresh',
  'rsq-near-one',
  'grsq-too-low',
  'grsq-infinite',
  'rss-gain-below-thresh',
  'gcv-too-high',
  'constant-response',
] as const

/** The figures that the sentences of the stop reasons quote. */
export interface StopFacts {
  readonly nk: number
  readonly thresh: number
  /** Forward terms, with the intercept. */
  readonly terms: number
}

/** The stop reason in a sentence; where R has one, in its words. */
export function describeStopReason(reason: StopReason, facts: StopFacts): string {
  const { nk, thresh, terms } = facts
  const at = `at ${terms} ${terms === 1 ? 'term' : 'terms'}`
  switch (reason) {
    case 'nk-reached':
    case 'nk-below-3':
      return `Reached nk ${nk}`
    case 'no-new-term':
      return `No new term increases RSq ${at}`
    case 'rsq-gain-below-thresh':
      return `RSq changed by less than ${thresh} ${at}`
    case 'rsq-near-one':
      return `Reached maximum RSq ${1 - thresh} ${at}`
    case 'grsq-too-low':
      return `GRSq -10 ${at}`
    case 'grsq-infinite':
      return `GRSq -Inf ${at}`
    case 'rss-gain-below-thresh':
      return `RSS changed by no more than ${thresh} of itself ${at}`
    case 'gcv-too-high':
      return `GCV ten times that of the intercept ${at}`
    case 'constant-response':
      return 'The response is constant'
  }
}
