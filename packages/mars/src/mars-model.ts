import { classesOf } from './design/classes.ts'
import type { MarsMatrix } from './design/matrix.ts'
import type { MatrixRecipe } from './design/model-matrix.ts'
import { type Design, readDesign } from './design/read-design.ts'
import type { MarsTable } from './design/table.ts'
import type { MarsModelValue } from './model.ts'
import { oneOf } from './options/option-values.ts'
import {
  type NewDataOptions,
  newDataNames,
  type PredictionType,
  type PredictOptions,
  predictionTypes,
  type RowPredictorOptions,
  resolveNewData,
  rowPredictionTypes,
} from './options/predict-options.ts'
import { refuseUnknown } from './options/refuse-unknown.ts'
import { predictOnlyRow } from './predict/only-row.ts'
import { createRowPredictor, type MarsRowPredictor } from './predict/row-predictor.ts'
import { predictAs, termColumns } from './predict.ts'
import type { StopReason } from './rules/stop-reason.ts'
import { modelFromJson } from './serialise/model-from-json.ts'
import { type MarsModelJson, modelToJson } from './serialise/model-to-json.ts'
import {
  type ContributionOptions,
  contributionsTo,
  type MarsContribution,
} from './summary/contributions.ts'
import { type FormatOptions, formatModel } from './summary/format-model.ts'
import { headline } from './summary/headline.ts'
import { type ImportanceOptions, importanceOf, type MarsImportance } from './summary/importance.ts'
import { type MarsTerm, modelTerms } from './summary/model-terms.ts'
import { usualDigits } from './summary/r-numbers.ts'
import { type SummaryOptions, summarise } from './summary/summarise.ts'

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
   * column-major. Of a fit with option `glm` these are the means that the GLM gives.
   *
   * The columns may stand in any order, and others among them are passed over; a matrix has to have
   * the model's predictors in their order. A table of no rows gives no predictions.
   *
   * @throws MarsError `missing-column`, `missing-value`, `wrong-type`, `unseen-level`, `invalid-table`,
   * `ragged-table`, each naming column and row; `unknown-option` and `invalid-option`.
   */
  predict(
    table: MarsTable | MarsMatrix,
    options?: PredictOptions & { readonly type?: Exclude<PredictionType, 'class'> | undefined },
  ): Float64Array
  /**
   * Predicts the class of every row, for a model of one response of texts or booleans (`TRUE`,
   * `FALSE`): of two levels the second where the response predicted is above 0.5, of several the one with the
   * greatest; null where the prediction is NaN.
   *
   * @throws MarsError `invalid-option` for another response; else as for numbers.
   */
  predict(
    table: MarsTable | MarsMatrix,
    options: PredictOptions & { readonly type: 'class' },
  ): readonly (string | null)[]
  /** Predicts numbers or classes, where only the options at run time tell which. */
  predict(
    table: MarsTable | MarsMatrix,
    options?: PredictOptions,
  ): Float64Array | readonly (string | null)[]
  predict(
    table: MarsTable | MarsMatrix,
    options?: PredictOptions,
  ): Float64Array | readonly (string | null)[] {
    const only = options === undefined ? predictOnlyRow(this.value, table) : undefined
    return only ?? this.#predictTable(table, options ?? {})
  }

  #predictTable(
    table: MarsTable | MarsMatrix,
    options: PredictOptions,
  ): Float64Array | readonly (string | null)[] {
    refuseUnknown(options, 'predict', [...newDataNames, 'type'])
    const type = oneOf('type', options.type, predictionTypes)
    const design = this.#design(table, options)
    return type === 'class'
      ? classesOf(this.value.responseSources, predictAs(this.value, design, 'response'))
      : predictAs(this.value, design, type)
  }

  /**
   * Makes the model ready to predict one row at a time, for a server: a function of a row that has
   * what {@link MarsModel.predict} gives for a table of that row, to the last bit, in a small part of
   * the time.
   *
   * A row is an object of cells by column name, or an array of one cell for each predictor in the
   * model's order. The function returns one number for each response in an array of its own, or in the
   * one that it is given. Options are read once.
   *
   * @example
   * ```ts
   * import { fitMars } from '@byo/mars'
   *
   * const x = Array.from({ length: 40 }, (_, i) => i)
   * const model = fitMars({ x, y: x.map((value) => Math.abs(value - 17)) }, 'y')
   * const predictRow = model.rowPredictor()
   * const [y] = predictRow({ x: 3 })
   * console.log(y)
   * ```
   *
   * @throws MarsError `unknown-option` and `invalid-option`; the function throws as {@link
   * MarsModel.predict} does.
   */
  rowPredictor(options: RowPredictorOptions = {}): MarsRowPredictor {
    refuseUnknown(options, 'rowPredictor', [...newDataNames, 'type'])
    const type = oneOf('type', options.type, rowPredictionTypes)
    return createRowPredictor(this.value, this.#recipe(options), type)
  }

  /**
   * The values of the selected terms for every row of a table: a Float64Array of rows for each of
   * `value.selected`, the intercept's ones among them. With `missing: 'omit'` a term is NaN where it
   * lacks a value.
   *
   * @throws MarsError as {@link MarsModel.predict} does.
   */
  modelMatrix(
    table: MarsTable | MarsMatrix,
    options: NewDataOptions = {},
  ): readonly Float64Array[] {
    refuseUnknown(options, 'modelMatrix', newDataNames)
    return termColumns(this.value, this.#design(table, options))
  }

  /**
   * Takes predictions apart: for each set of variables that occurs in the model, the intercept
   * first, the sum of the terms with exactly these variables. Row by row they add up to what {@link
   * MarsModel.predict} gives by least squares. Those of one variable are R's `predict(fit, type =
   * "terms")`.
   *
   * @throws MarsError as {@link MarsModel.predict} does.
   */
  contributions(
    table: MarsTable | MarsMatrix,
    options: ContributionOptions = {},
  ): readonly MarsContribution[] {
    refuseUnknown(options, 'contributions', [...newDataNames, 'by'])
    return contributionsTo(this.value, this.#design(table, options), options.by)
  }

  /**
   * How much each variable matters, the most important first, as R's `evimp`.
   *
   * @example
   * ```ts
   * import { fitMars } from '@byo/mars'
   *
   * const x = Array.from({ length: 40 }, (_, i) => i)
   * const model = fitMars({ x, y: x.map((value) => Math.abs(value - 17)) }, 'y')
   * for (const { name, nsubsets, gcv, rss } of model.importance({ by: 'variable' })) {
   *   console.log(name, nsubsets, gcv, rss)
   * }
   * ```
   *
   * @throws MarsError `unknown-option` and `invalid-option`; `incomplete-model` for a model read from
   * JSON without `subsets`.
   */
  importance(options: ImportanceOptions = {}): readonly MarsImportance[] {
    return importanceOf(this.value, options)
  }

  /**
   * The model as text: the first line says what was fitted on what, the rest is in the form of R's
   * `summary(earth(...))`.
   *
   * @throws MarsError `unknown-option` and `invalid-option`.
   */
  summary(options: SummaryOptions = {}): string {
    return summarise(this.value, options)
  }

  /**
   * The model as an equation in the forms of R's `format(earth(...))`, or as the source of a
   * function; by its least-squares coefficients, also where it has a GLM.
   *
   * @example
   * ```ts
   * import { fitMars } from '@byo/mars'
   *
   * const x = Array.from({ length: 40 }, (_, i) => i)
   * const model = fitMars({ x, y: x.map((value) => Math.abs(value - 17)) }, 'y')
   * console.log(model.format({ style: 'pmax', digits: 4 }))
   * const source = model.format({ style: 'js' })
   * const predict = new Function('row', `return (${source})(row)`)
   * console.log(predict({ x: 3 }))
   * ```
   *
   * @throws MarsError `unknown-option` and `invalid-option`.
   */
  format(options: FormatOptions = {}): string {
    return formatModel(this.value, options)
  }

  /** What R prints of a model: terms, termination, importance, and how well it fits. */
  toString(): string {
    return headline(this.value, usualDigits).join('\n')
  }

  /** The selected terms by name with their least-squares coefficients, for each response. */
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

  /** The design columns of a table, read as these options say or else as the fit was told. */
  #design(table: MarsTable | MarsMatrix, options: NewDataOptions): Design {
    return readDesign(table, this.#recipe(options))
  }

  /** How a table or a row is read. */
  #recipe(options: NewDataOptions): MatrixRecipe {
    return { ...this.value, ...resolveNewData(options, this.value) }
  }
}
