import { refuseForGlm } from './design/glm-responses.ts'
import { leveragesOf } from './linear-algebra/leverages.ts'
import { MarsModel } from './mars-model.ts'
import { type UpdateOptions, updatedSettings } from './options/update-options.ts'
import { predictAs } from './predict.ts'
import {
  averagesOf,
  basisColumns,
  costOf,
  designOf,
  prunedModel,
  type Training,
} from './pruned-model.ts'
import { type AnovaOptions, anovaTable, type MarsAnova } from './summary/anova.ts'

/** Wraps the outcome of a forward pass; set by the class, whose constructor is its own. */
let wrap: (training: Training) => MarsFit

/**
 * What {@link fitMars} returns: the model together with the rows it was fitted on.
 *
 * It holds on to copies of the training columns. {@link MarsFit.toModel} leaves them behind; so does
 * the JSON.
 *
 * @example
 * ```ts
 * import { fitMars } from '@byo/mars'
 *
 * const x = Array.from({ length: 40 }, (_, i) => i)
 * const fit = fitMars({ x, y: x.map((value) => Math.abs(value - 17)) }, 'y')
 * console.log(Math.max(...fit.residuals.map(Math.abs)), Math.max(...fit.leverages))
 * console.log(fit.update({ nprune: 2 }).rss)
 * ```
 *
 * @public
 */
export class MarsFit extends MarsModel {
  readonly #training: Training
  #fittedValues: Float64Array | undefined
  #residuals: Float64Array | undefined
  #leverages: Float64Array | undefined

  private constructor(training: Training) {
    super(prunedModel(training))
    this.#training = training
  }

  static {
    wrap = (training) => new MarsFit(training)
  }

  /**
   * For each training row its number, from 0, in the table that was given: all of them, unless
   * `missing: 'omit'` left some out.
   */
  get trainingRows(): Int32Array {
    const { kept, rows } = this.#training.data
    return kept ? Int32Array.from(kept) : Int32Array.from({ length: rows }, (_, row) => row)
  }

  /**
   * Predictions for the training rows: a Float64Array of rows × responses, column-major. With option
   * `glm` the means that the GLM gives, as R's `fitted`.
   */
  get fittedValues(): Float64Array {
    this.#fittedValues ??= predictAs(this.value, designOf(this.#training.data), 'response')
    return this.#fittedValues
  }

  /**
   * Responses less what the least-squares coefficients predict, also with option `glm`, as R's
   * `resid`: a Float64Array of rows × responses, column-major.
   */
  get residuals(): Float64Array {
    const { data } = this.#training
    this.#residuals ??= predictAs(this.value, designOf(data), 'earth').map((fitted, i) => {
      return data.y[Math.floor(i / data.rows)][i % data.rows] - fitted
    })
    return this.#residuals
  }

  /**
   * The diagonal of the hat matrix of the selected terms, one a row, from 0 to 1. By least squares,
   * as R's `hatvalues`, they add up to the number of independent terms; of averaged coefficients they
   * are the average over the subsets and add up to less.
   */
  get leverages(): Float64Array {
    this.#leverages ??= this.#hatDiagonal()
    return this.#leverages
  }

  /** The leverages; of averaged coefficients the average of the subsets' leverages. */
  #hatDiagonal(): Float64Array {
    const { selected, subsets = [] } = this.value
    const columns = basisColumns(this.#training, selected)
    const path = {
      members: subsets.map(({ members }) => members),
      rss: subsets.map(({ rss }) => rss),
      gcv: subsets.map(({ gcv }) => gcv),
    }
    const averages = averagesOf(this.#training, { path, selected })
    if (averages === null) return leveragesOf(columns)
    const average = new Float64Array(columns[0].length)
    for (const { places, share } of averages) {
      const part = leveragesOf(places.map((place) => columns[place]))
      for (let i = 0; i < average.length; i += 1) average[i] += share * part[i]
    }
    return average
  }

  /**
   * Prunes the same forward terms again by other settings: a new fit, without another forward pass.
   * As R's `update(fit, …, ponly = TRUE)`. A GLM is fitted anew, to what stays.
   *
   * @throws MarsError `unknown-option`, `invalid-option`; `unsupported-option` for an option that
   * takes a new forward pass.
   */
  update(options: UpdateOptions): MarsFit {
    const settings = updatedSettings(options, this.#training.settings)
    refuseForGlm(this.#training.data, settings.glm)
    return new MarsFit({ ...this.#training, settings })
  }

  /**
   * The ANOVA decomposition: what each set of variables that occurs in the model contributes. See
   * {@link MarsAnova}.
   *
   * @throws MarsError `unknown-option` and `invalid-option`.
   */
  anova(options: AnovaOptions = {}): readonly MarsAnova[] {
    const { data, forward } = this.#training
    return anovaTable(this.value, options, {
      design: designOf(data),
      responses: forward.responses,
      basis: this.value.selected.map((index) => forward.columns[index]),
      cost: costOf(this.#training),
    })
  }

  /** The model alone, without the training rows. */
  toModel(): MarsModel {
    return new MarsModel(this.value)
  }
}

/** Prunes what a forward pass has found, and wraps the outcome. */
export function createFit(training: Training): MarsFit {
  return wrap(training)
}
