import type { InputKind, Inputs } from '../codecs/codec.ts'
import type { Log } from '../logging/log.ts'
import type { CsvOptions } from '../table/csv-options.ts'
import type { Conversation, ConversationRequest } from './conversation.ts'
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
   * throws. Conversations take no turns of `concurrency`. An image tells SageMaker of this by the label
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
   * Seconds that a `predict` which returns a promise, or the first value of a stream, may take before the caller gets 504. Before the platform's own 60 s, so
   * that the caller learns why. The variable SAGEMAKER_MODEL_SERVER_TIMEOUT stands above it.
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
