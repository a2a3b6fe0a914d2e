import type { InputKind } from './codecs/codec.ts'
import type { ServeProgram } from './serve/serve-program.ts'
import type { TrainProgram } from './train/train-program.ts'

/**
 * An algorithm as a container: `train` makes a model, `load` and `predict` use it.
 *
 * @public
 */
export interface ContainerProgram<
  Hyperparameters,
  Model,
  Declared extends string,
  Kind extends InputKind,
  Streamed extends string = never,
> extends TrainProgram<Hyperparameters, Declared, Streamed>,
    ServeProgram<Model, Kind> {
  /**
   * Seconds between SIGTERM and the end of a program that does not end by itself.
   *
   * @defaultValue 110 in training, 25 in serving: a little before the platform's SIGKILL
   */
  readonly stopGraceSeconds?: number
}

/**
 * Returns a program as it is, with its types inferred: for a program that stands in a file of its own, so that tests can
 * run it as well as {@link runContainer}.
 *
 * @example
 * ```ts
 * import { defineProgram } from '@byo/container-kit'
 * import { rowCount } from '@byo/container-kit/table'
 *
 * export const program = defineProgram({
 *   load: async () => ({ mean: 5.8 }),
 *   predict: (model, rows) => new Float64Array(rowCount(rows)).fill(model.mean),
 * })
 * ```
 * @public
 */
export function defineProgram<
  Hyperparameters = Readonly<Record<string, string>>,
  Model = undefined,
  const Declared extends string = never,
  Kind extends InputKind = 'table',
  const Streamed extends string = never,
>(
  program: ContainerProgram<Hyperparameters, Model, Declared, Kind, Streamed>,
): ContainerProgram<Hyperparameters, Model, Declared, Kind, Streamed> {
  return program
}
