import type { Codec, InputKind, Inputs } from '../codecs/codec.ts'
import type { Log } from '../logging/log.ts'
import type { CsvOptions } from '../table/csv-options.ts'
import type { Conversation, ConversationRequest } from './conversation/conversation.ts'
import type { InvocationRequest } from './invocation/invocation-request.ts'
import type { SessionOptions } from './sessions/session-options.ts'

/**
 * What `load` is given.
 *
 * @public
 */
export interface LoadContext {
  /** What training left, unpacked; read-only. In a multi-model endpoint the folder of the model that is asked for. */
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
   * In a container of a multi-model endpoint (SAGEMAKER_MULTI_MODEL is `true`) nothing is loaded at the start: each POST
   * /models calls this with the folder of that model, below `/opt/ml/models`. What it throws is answered with 507 where
   * memory, disk, files or threads did not suffice (or an {@link HttpError} of 507 says so), which makes the platform unload
   * other models and try again; with the status of any other HttpError, or 500.
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
   *
   * An async iterable or an iterator (a generator, a stream of Node or of the web) is sent as it comes, a chunk a value, and
   * asked for no more than its reader takes. Accept chooses how: texts as they are (`text/plain`), bytes as they are, JSON
   * Lines one line a value, CSV one or more lines a value, events (`text/event-stream`), or one JSON list. Without it, texts and
   * bytes are sent as they are and anything else as JSON Lines. An error before the first value is answered as any other; after
   * it the connection is cut, so that nobody takes the answer for whole.
   */
  predict?(model: Model, input: Inputs[Kind], request: InvocationRequest): unknown
  /**
   * Talks with one client over a WebSocket, for `InvokeEndpointWithBidirectionalStream`: at `/invocations-bidirectional-stream`
   * and `conversationPaths`. The connection is closed with 1000 when this returns, with 1011 and the error's message when it
   * throws. Conversations take no turns of `concurrency`, and are held in
   * the server's own thread: a program with this and `workers` is refused at its start. An image tells SageMaker of this by the label
   * `com.amazonaws.sagemaker.capabilities.bidirectional-streaming=true`.
   *
   * @defaultValue none: such requests are answered 404
   */
  converse?(model: Model, conversation: Conversation, request: ConversationRequest): unknown
  /**
   * Further paths of conversations, which a caller names by `ModelInvocationPath`, such as `/v1/realtime`.
   *
   * @defaultValue none
   */
  readonly conversationPaths?: readonly string[]
  /**
   * Says whether the model can go on predicting. `/ping` answers 503 while it returns false, throws or takes
   * longer than 1.5 s. In a multi-model endpoint nobody asks: one model that is ill must not cost the others their instance.
   *
   * @defaultValue none: a model that is loaded is healthy
   */
  isHealthy?(model: Model): boolean | Promise<boolean>
  /**
   * Lets go of what the model holds besides memory, such as files and connections. Called when the container ends, and when
   * a multi-model endpoint unloads this model: after the invocations under way, for which it waits `predictTimeoutSeconds`
   * at most, and before that is answered.
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
   * Seconds in which new requests are still taken after SIGTERM, while `/ping` is 503 already: what stands in front may
   * take that long to learn of the end. After Ctrl-C there are none. The variable BYO_LINGER_SECONDS stands above it.
   *
   * @defaultValue 1
   */
  readonly lingerSeconds?: number
  /**
   * Keeps stateful sessions: a request with X-Amzn-SageMaker-Session-Id NEW_SESSION opens one, later ones with its id find it
   * as `request.session`, and `end()` or time ends it. 400 answers an id that is unknown or has expired, 503 the request
   * for one session too many. The variable SAGEMAKER_ENABLE_STATEFUL_SESSIONS (`true` or `false`) stands above it. A
   * multi-model endpoint has no sessions. With `workers` a session lives in the thread that opened it: its requests wait for that
   * thread, and it ends with it.
   *
   * @defaultValue none: the header is ignored and `request.session` undefined
   */
  readonly sessions?: SessionOptions
  /**
   * Seconds that a `predict` which returns a promise or has a thread of its own, or the first value of a stream, may take before
   * the caller gets 504: before the platform's own 60 s, so that the caller learns why. The variable
   * SAGEMAKER_MODEL_SERVER_TIMEOUT stands above it.
   *
   * @defaultValue 58; in a batch transform (SAGEMAKER_BATCH) 3598
   */
  readonly predictTimeoutSeconds?: number
  /**
   * Seconds that a streamed answer may take from its first value to its last; then it is cut off.
   *
   * @defaultValue 480, the platform's own limit; in a batch transform (SAGEMAKER_BATCH) 3600
   */
  readonly streamTimeoutSeconds?: number
}
