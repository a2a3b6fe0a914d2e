import type { Codec, InputKind, Inputs } from '../codecs/codec.ts'
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
 * How a batch transform should send its requests.
 *
 * @see AWS guide, "Use your own inference code with batch transform"
 * @public
 */
export interface ExecutionSettings {
  /** Requests at once, at least 1. */
  readonly maxConcurrentTransforms: number
  /** Whether a request holds one record or as many as fit. */
  readonly batchStrategy: 'SINGLE_RECORD' | 'MULTI_RECORD'
  /** Largest request in MB, 0 for no limit; times `maxConcurrentTransforms` at most 100. */
  readonly maxPayloadInMB: number
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
   * What `predict` wants for input: `table` (from CSV, JSON, JSON Lines or NumPy's arrays), `json`, `text`, `records`
   * (of RecordIO) or `bytes`. Other content types are refused with 415.
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
   * Codecs for more media types, or in place of those that there are for CSV, JSON, JSON Lines, text, `application/x-npy`,
   * `application/x-npz` and RecordIO. Where a caller takes anything, the first that has a form for the output is used.
   *
   * @defaultValue none
   */
  readonly codecs?: readonly Codec[]
  /**
   * What a body is that comes without a Content-Type.
   *
   * @defaultValue 'text/csv' for tables, 'application/json' for `json`, 'text/plain' for `text`
   */
  readonly defaultContentType?: string
  /**
   * What becomes of a CSV or JSON Lines request that is refused (with a 4xx) for some of its records. `fail` refuses it
   * whole, and a batch transform writes nothing for that input. `placeholder` predicts from the others: the
   * answer has a line for each record, in order, and those at fault are `placeholder` in CSV, `{ "error": … }` in JSON Lines. A
   * prediction is then asked for parts of the request, some records more than once.
   *
   * @defaultValue 'fail'
   */
  readonly badRecords?: 'fail' | 'placeholder'
  /**
   * What stands in CSV for a record at fault.
   *
   * @defaultValue 'ERROR'
   */
  readonly placeholder?: string
  /**
   * Whether answers in CSV and JSON Lines end with a line end. A batch transform with `AssembleWith: Line` puts one behind each
   * answer itself, so that one more would be a blank line; one with `None` does not.
   *
   * @defaultValue false
   */
  readonly finalNewline?: boolean
  /**
   * How a batch transform should send its requests where its user does not say: the answer to GET /execution-parameters.
   *
   * @defaultValue none: 404, and the platform's own 1, MULTI_RECORD and 6
   */
  readonly executionParameters?: ExecutionSettings
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
   * Predictions that may be under way at once.
   *
   * @defaultValue no limit
   */
  readonly concurrency?: number
  /**
   * Invocations that may wait while `concurrency` predictions are under way; all others are answered 503 with Retry-After.
   *
   * @defaultValue 100
   */
  readonly queueSize?: number
  /**
   * Seconds that a `predict` which returns a promise may take before the caller gets 504. Before the platform's own 60 s, so
   * that the caller learns why. The variable SAGEMAKER_MODEL_SERVER_TIMEOUT stands above it.
   *
   * @defaultValue 58; in a batch transform (SAGEMAKER_BATCH) 3598
   */
  readonly predictTimeoutSeconds?: number
}
