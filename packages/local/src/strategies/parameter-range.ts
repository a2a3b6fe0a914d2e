/** The values that one hyperparameter may take. */
export type ParameterRange = NumericRange | CategoricalRange

/** Numbers from `min` to `max`, both of them included. */
export interface NumericRange {
  readonly kind: 'integer' | 'continuous'
  readonly name: string
  readonly min: number
  readonly max: number
  readonly scaling: Scaling
}

/** Texts without an order. */
interface CategoricalRange {
  readonly kind: 'categorical'
  readonly name: string
  readonly values: readonly string[]
}

/** The scale on which equal steps are equally far. */
export type Scaling = 'Linear' | 'Logarithmic' | 'ReverseLogarithmic'

/** A value of each hyperparameter by name, in the text that a training job gets. */
export type Point = Readonly<Record<string, string>>

/** A point that was chosen, and what came of it. */
export interface Trial {
  readonly point: Point
  readonly state: 'running' | 'succeeded' | 'failed'
  /** What is to be made small: the objective, or minus the objective where that is to be large. Of succeeded trials only. */
  readonly loss?: number
  /** Losses compare with those of the same source only: of other data they may lie elsewhere. */
  readonly source?: string
}

/**
 * Chooses the point to try next, by the trials so far in their order and numbers drawn from [0, 1); undefined when
 * there is no point left.
 */
export type Strategy = (
  ranges: readonly ParameterRange[],
  trials: readonly Trial[],
  random: () => number,
) => Point | undefined
