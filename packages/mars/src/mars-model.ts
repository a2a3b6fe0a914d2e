import type { MarsTable } from './design/table.ts'
import { describe, MarsError } from './errors.ts'
import type { MarsModelValue } from './model.ts'
import type { UnseenLevels } from './options/mars-options.ts'
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
   * The columns may stand in any order, and others among them are passed over. A table of no rows
   * gives no predictions.
   *
   * @throws MarsError `missing-column`, `missing-value`, `wrong-type`, `unseen-level`, `invalid-table`,
   * `ragged-table`, each naming column and row.
   */
  predict(table: MarsTable, options: PredictOptions = {}): Float64Array {
    for (const name of Object.keys(options)) {
      if (name === 'unseenLevels') continue
      throw new MarsError(
        'unknown-option',
        `There is no option ${describe(name)} of predict: there is unseenLevels.`,
      )
    }
    const unseenLevels = unseenLevelsOf(options.unseenLevels ?? this.value.unseenLevels)
    return predictTable(this.value, table, unseenLevels)
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
