import type { IncomingHttpHeaders } from 'node:http'
import { headers } from '../../contract/routes.ts'
import type { Session, SessionFacts } from '../sessions/session.ts'
import { type InvocationResponse, ResponseFacts } from './invocation-response.ts'

/**
 * What is known of an invocation besides its body. The texts of headers stand as they came: the limits named here are the
 * platform's and not checked again. A header that did not come is undefined.
 *
 * @see SageMaker Runtime API, InvokeEndpoint
 * @public
 */
export interface InvocationRequest {
  /** The caller's own id if it gave one, else a new one; the same that logs and error bodies carry. */
  readonly id: string
  /** The Content-Type header as it came, such as `text/csv; charset=utf-8`. */
  readonly contentType: string | undefined
  /** The Accept header as it came, such as `application/json`. */
  readonly accept: string | undefined
  /** X-Amzn-SageMaker-Custom-Attributes, at most 1024 ASCII characters. */
  readonly customAttributes: string | undefined
  /** X-Amzn-SageMaker-Inference-Id, 1 to 64 characters. */
  readonly inferenceId: string | undefined
  /** X-Amzn-SageMaker-Target-Model: what the caller of a multi-model endpoint calls the model, 1 to 1024 characters. */
  readonly targetModel: string | undefined
  /** X-Amzn-SageMaker-Target-Variant: the production variant that the caller chose, at most 63 characters. */
  readonly targetVariant: string | undefined
  /** X-Amzn-SageMaker-Target-Container-Hostname: the container that the caller chose, at most 63 characters. */
  readonly targetContainerHostname: string | undefined
  /** X-Amzn-SageMaker-Inference-Component: the inference component that the caller chose, at most 63 characters. */
  readonly inferenceComponent: string | undefined
  /** X-Amzn-SageMaker-Enable-Explanations: an expression that says whether explanations are wanted, 1 to 64 characters. */
  readonly enableExplanations: string | undefined
  /** X-Amzn-SageMaker-Prefix-Aware-Id: the same for requests that begin alike, 1 to 64 characters. */
  readonly prefixAwareId: string | undefined
  /** Every header that came, by its name in lower case. */
  readonly headers: IncomingHttpHeaders
  /** Aborted when the client goes away, the time for the answer is over, or the container has to end. */
  readonly signal: AbortSignal
  /** What the prediction says of its answer besides the output. */
  readonly response: InvocationResponse
  /** The stateful session that the caller has asked for, if the option `sessions` is set. */
  readonly session: Session | undefined
}

/** An invocation under way. What few handlers ask for is made when they ask. */
export class Invocation implements InvocationRequest {
  readonly headers: IncomingHttpHeaders
  /** Which session it belongs to, as the server knows it. */
  sessionFacts: SessionFacts | undefined
  /** The same for the program, with the state that lies beside the model. */
  session: Session | undefined
  /** Bytes of the answer's body that were sent. */
  bytesSent = 0
  readonly #randomId: () => string
  #id: string | undefined
  #controller: AbortController | undefined
  #abortReason: Error | undefined
  #response: ResponseFacts | undefined
  #isOver = false
  #onOver: (() => void) | undefined

  constructor(headers: IncomingHttpHeaders, randomId: () => string) {
    this.headers = headers
    this.#randomId = randomId
  }

  get id(): string {
    this.#id ??= this.inferenceId ?? this.#randomId()
    return this.#id
  }

  get response(): InvocationResponse {
    this.#response ??= new ResponseFacts()
    return this.#response
  }

  get contentType(): string | undefined {
    return this.headers['content-type'] || undefined
  }

  get accept(): string | undefined {
    return this.headers.accept || undefined
  }

  get customAttributes(): string | undefined {
    return this.#header(headers.customAttributes)
  }

  get inferenceId(): string | undefined {
    return this.#header(headers.inferenceId)
  }

  /** X-Amzn-SageMaker-Session-Id. */
  get sessionId(): string | undefined {
    return this.#header(headers.sessionId) || undefined
  }

  get targetModel(): string | undefined {
    return this.#header(headers.targetModel)
  }

  get targetVariant(): string | undefined {
    return this.#header(headers.targetVariant)
  }

  get targetContainerHostname(): string | undefined {
    return this.#header(headers.targetContainerHostname)
  }

  get inferenceComponent(): string | undefined {
    return this.#header(headers.inferenceComponent)
  }

  get enableExplanations(): string | undefined {
    return this.#header(headers.enableExplanations)
  }

  get prefixAwareId(): string | undefined {
    return this.#header(headers.prefixAwareId)
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      if (this.#abortReason !== undefined) this.#controller.abort(this.#abortReason)
    }
    return this.#controller.signal
  }

  /** Returns a promise that resolves when nothing of the answer is made any more; to be asked for once. */
  whenOver(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#isOver) resolve()
      else this.#onOver = resolve
    })
  }

  /** Says that nothing of the answer is made any more. */
  end(): void {
    this.#isOver = true
    this.#onOver?.()
  }

  /** Aborts the signal, now or as soon as somebody asks for it. */
  abort(reason: Error): void {
    this.#abortReason ??= reason
    this.#controller?.abort(reason)
  }

  /** Node joins repeated headers other than cookies with commas, so each is one text. */
  #header(name: string): string | undefined {
    const value = this.headers[name]
    return typeof value === 'string' ? value : undefined
  }
}
