import type { InputKind, Inputs } from '../codecs/codec.ts'
import type { Log } from '../logging/log.ts'
import type { CsvOptions } from '../table/csv-options.ts'
import type { InvocationRequest } from './invocation-request.ts'

/**
 * What `load` is given.
 *
 * @public
 */
export interface LoadContext {
  /** What training left, unpacked; read-only. */
  readonly modelDir: string
  /** The container's log, which SageMaker keeps in CloudWatch Logs. */
  readonly log: Log
  /** Aborted when the platform stops the container. */
  readonly signal: AbortSignal
}

/**
 * The serving half of a program.
 *
 * @public
 */
export interface ServeProgram<Model, Kind extends InputKind> {
  /**
   * Loads the model, once. `/ping` answers 503 until it returns; if it throws, the container ends with exit code 1.
   *
   * @defaultValue none: the model is undefined
   */
  load?(context: LoadContext): Model | Promise<Model>
  /**
   * What `predict` wants for input: `table` (from CSV, JSON or JSON Lines), `json`, `text` or `bytes`. Other
   * content types are refused with 415.
   *
   * @defaultValue 'table'
   */
  readonly input?: Kind
  /**
   * How CSV bodies are read.
   *
   * @defaultValue with a header, comma between fields
   */
  readonly csv?: CsvOptions
  /**
   * Predicts for one request. The answer is written as the caller's Accept header asks: a list of numbers or texts
   * as CSV (one a line) or JSON, a table as CSV with a header or JSON, text, bytes, any JSON value. An error answers
   * 500, or the `statusCode` that it carries ({@link HttpError}).
   */
  predict?(model: Model, input: Inputs[Kind], request: InvocationRequest): unknown
  /**
   * Says whether the model can go on predicting. `/ping` answers 503 while it returns false, throws or takes
   * longer than 1.5 s.
   *
   * @defaultValue none: a model that is loaded is healthy
   */
  isHealthy?(model: Model): boolean | Promise<boolean>
  /**
   * Lets go of what the model holds besides memory, such as files and connections. Called when the container ends.
   *
   * @defaultValue none
   */
  unload?(model: Model): unknown
  /**
   * Threads that run the handlers, so that none of them can hold up `/ping` or take others down: one that computes past
   * its time, runs out of memory or crashes is ended and replaced. `0` runs them in the server's own thread, which is
   * right for models that answer in milliseconds; `'auto'` is one for each processor and GiB of memory that the
   * container may use.
   *
   * A thread is the program's own file started again: what stands outside of the functions runs once more in each, and
   * each loads a model of its own. `/ping` is 200 once all have. The variable SAGEMAKER_MODEL_SERVER_WORKERS stands above
   * this.
   *
   * @defaultValue 0
   */
  readonly workers?: number | 'auto'
  /**
   * Predictions that may be under way at once. With `workers`, more than there are threads lets each have several, for
   * handlers that wait more than they compute.
   *
   * @defaultValue one in each of the `workers`; without these no limit
   */
  readonly concurrency?: number
  /**
   * Invocations that may wait while `concurrency` predictions are under way; all others are answered 503 with Retry-After.
   *
   * @defaultValue 100
   */
  readonly queueSize?: number
  /**
   * Seconds that a `predict` which returns a promise, or has a thread of its own, may take before the caller gets 504. Before the platform's own 60 s, so
   * that the caller learns why. The variable SAGEMAKER_MODEL_SERVER_TIMEOUT stands above it.
   *
   * @defaultValue 58; in a batch transform (SAGEMAKER_BATCH) 3598
   */
  readonly predictTimeoutSeconds?: number
}
