import { classesOf } from './design/classes.ts'
import type { MarsMatrix } from './design/matrix.ts'
import type { MarsTable } from './design/table.ts'
import { describe, MarsError } from './errors.ts'
import type { MarsModelValue } from './model.ts'
import type { UnseenLevels } from './options/mars-options.ts'
import { oneOf } from './options/option-values.ts'
import { unseenLevelsOf } from './options/resolve-options.ts'
import { predictTable } from './predict.ts'
import type { StopReason } from './rules/stop-reason.ts'
import { modelFromJson } from './serialise/model-from-json.ts'
import { type MarsModelJson, modelToJson } from './serialise/model-to-json.ts'
import { type MarsTerm, modelTerms } from './summary/model-terms.ts'
import { summarise } from './summary/summarise.ts'

/**
 * What may be said at prediction.
 *
 * @public
 */
export interface PredictOptions {
  /**
   * What to do with a text never seen in training.
   * @defaultValue what the fit was told
   */
  readonly unseenLevels?: UnseenLevels | undefined
  /**
   * Whether a missing value is refused, or makes the prediction NaN if the model uses its column.
   * Columns with missingness terms may lack values either way.
   * @defaultValue what the fit was told; `'refuse'` after `'terms'`
   */
  readonly missing?: 'refuse' | 'omit' | undefined
  /**
   * Numbers, or the names of the classes that they speak for.
   * @defaultValue 'response'
   */
  readonly type?: 'response' | 'class' | undefined
}

/**
 * A fitted MARS model: its plain {@link MarsModelValue} with what can be done with it.
 *
 * @example
 * ```ts
 * import { fitMars, MarsModel } from '@byo/mars'
 *
 * const model = fitMars({ x: [1, 2, 3, 4, 5], y: [2, 4, 6, 8, 10] }, 'y')
 * const text = JSON.stringify(model)
 * const again = MarsModel.fromJSON(JSON.parse(text))
 * again.predict({ x: [6, 7] }) // Float64Array(2)
 * ```
 *
 * @public
 */
export class MarsModel {
  /** The model as plain data. */
  readonly value: MarsModelValue

  /**
   * Wraps a value as {@link fitMars} makes it; a value from outside goes through {@link
   * MarsModel.fromJSON}.
   */
  constructor(value: MarsModelValue) {
    this.value = value
  }

  /**
   * Reads a model from what `JSON.parse` gives for the text of {@link MarsModel.toJSON}.
   *
   * @throws MarsError `invalid-model` names the field that is wrong; `newer-model` for a later version.
   */
  static fromJSON(value: unknown): MarsModel {
    return new MarsModel(modelFromJson(value))
  }

  /** The model as one plain JSON value; `JSON.stringify(model)` calls it. */
  toJSON(): MarsModelJson {
    return modelToJson(this.value)
  }

  /**
   * Predicts the response of every row: a Float64Array of rows, or of rows × responses,
   * column-major.
   *
   * The columns may stand in any order, and others among them are passed over; a matrix has to have
   * the model's predictors in their order. A table of no rows gives no predictions.
   *
   * @throws MarsError `missing-column`, `missing-value`, `wrong-type`, `unseen-level`, `invalid-table`,
   * `ragged-table`, each naming column and row.
   */
  predict(
    table: MarsTable | MarsMatrix,
    options?: PredictOptions & { readonly type?: 'response' | undefined },
  ): Float64Array
  /**
   * Predicts the class of every row, for a model of one response of texts or booleans (`TRUE`,
   * `FALSE`): of two levels the second where the prediction is above 0.5, of several the one with the
   * greatest; null where the prediction is NaN.
   *
   * @throws MarsError `invalid-option` for another response; else as for numbers.
   */
  predict(
    table: MarsTable | MarsMatrix,
    options: PredictOptions & { readonly type: 'class' },
  ): readonly (string | null)[]
  predict(
    table: MarsTable | MarsMatrix,
    options: PredictOptions = {},
  ): Float64Array | readonly (string | null)[] {
    for (const name of Object.keys(options)) {
      if (predictOptions.includes(name)) continue
      throw new MarsError(
        'unknown-option',
        `There is no option ${describe(name)} of predict: there are ${predictOptions.join(', ')}.`,
      )
    }
    const { value } = this
    const type = oneOf('type', options.type, ['response', 'class'])
    const byDefault = value.missing === 'omit' ? 'omit' : 'refuse'
    const predictions = predictTable(value, table, {
      unseenLevels: unseenLevelsOf(options.unseenLevels ?? value.unseenLevels),
      missing: oneOf('missing', options.missing ?? byDefault, ['refuse', 'omit']),
    })
    return type === 'class' ? classesOf(value.responseSources, predictions) : predictions
  }

  /** The model as text, in the form of R's `summary(earth(...))`. */
  summary(): string {
    return summarise(this.value)
  }

  /** The selected terms by name with their coefficients, for each response. */
  get terms(): readonly MarsTerm[] {
    return modelTerms(this.value)
  }

  /** Residual sum of squares on the training rows, over all responses. */
  get rss(): number {
    return this.value.rss
  }

  /** Generalised cross-validation criterion. */
  get gcv(): number {
    return this.value.gcv
  }

  /** 1 − RSS/RSS of the mean. */
  get rsq(): number {
    return this.value.rsq
  }

  /** 1 − GCV/GCV of the mean. */
  get grsq(): number {
    return this.value.grsq
  }

  /** Why the forward pass ended. */
  get termination(): StopReason {
    return this.value.termination
  }
}

const predictOptions: readonly string[] = ['unseenLevels', 'missing', 'type']
