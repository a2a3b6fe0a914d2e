import type { IncomingMessage, ServerResponse } from 'node:http'
import { HttpError } from '../../errors.ts'
import { type BodyReader, readBody } from '../http/read-body.ts'
import { sendAnswer } from '../http/send-response.ts'
import type { LoadedModel } from '../loaded-model.ts'
import { answered, logInvocation, type Remark } from '../monitoring/log-invocation.ts'
import { closeIfDraining, type Service, stillLoading } from '../service.ts'
import type { Turn } from './admission.ts'
import { type Answer, isStreamed, type WholeAnswer } from './answer.ts'
import { answerError } from './answer-error.ts'
import { awaitAnswer, type TimeLimit } from './await-answer.ts'
import { Invocation } from './invocation-request.ts'
import { streamAnswer } from './stream-answer.ts'

/** Answers POST /invocations. */
export function invokeModel(
  service: Service,
  message: IncomingMessage,
  response: ServerResponse,
): void {
  new InvocationCall(service, service.model, message, response, ignore).begin()
}

/** Answers an invocation of a model, and resolves when nothing of that is left to do. Never rejects. */
export function answerInvocation(
  service: Service,
  model: InvokedModel | undefined,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  return new Promise((done) => {
    new InvocationCall(service, model, message, response, done).begin()
  })
}

/** As much of a model as an invocation takes. */
type InvokedModel = Pick<LoadedModel, 'answer' | 'isFreeFor'>

/** One invocation from its first byte to its answer: at once, where the model predicts at once. */
class InvocationCall implements BodyReader, Turn<Answer> {
  readonly #service: Service
  readonly #model: InvokedModel | undefined
  readonly #message: IncomingMessage
  readonly #response: ServerResponse
  readonly #done: () => void
  readonly #invocation: Invocation
  readonly #started: number
  #body: Uint8Array = noBytes
  #bytesReceived = 0

  constructor(
    service: Service,
    model: InvokedModel | undefined,
    message: IncomingMessage,
    response: ServerResponse,
    done: () => void,
  ) {
    const { host } = service.runtime
    this.#service = service
    this.#model = model
    this.#message = message
    this.#response = response
    this.#done = done
    this.#invocation = new Invocation(message.headers, host.randomId)
    this.#started = host.milliseconds()
  }

  begin(): void {
    const { admission, options } = this.#service
    try {
      if (this.#model === undefined) throw new HttpError(503, stillLoading)
      refuseCompressed(this.#message)
      admission.refuseIfFull()
      readBody(this.#message, options.maxBodyBytes, this)
    } catch (error) {
      this.fail(error)
    }
  }

  read(body: Uint8Array): void {
    // A body can go over to a thread, and is empty here then.
    this.#bytesReceived = body.length
    this.#body = body
    try {
      this.#service.sessions?.join(this.#invocation)
      const result = this.#service.admission.run(this)
      if (result instanceof Promise || isStreamed(result)) void this.#sendLater(result)
      else this.#sendWhole(result)
    } catch (error) {
      this.fail(error)
    }
  }

  work(): Answer | Promise<Answer> {
    return this.#model!.answer(this.#invocation, this.#body)
  }

  signal(): AbortSignal {
    return this.#invocation.signal
  }

  isReady(): boolean {
    return this.#model!.isFreeFor?.(this.#invocation) ?? true
  }

  until(answer: Answer): Promise<unknown> | undefined {
    return isStreamed(answer) ? this.#invocation.whenOver() : undefined
  }

  fail(error: unknown): void {
    this.#service.sessions?.abandon(this.#invocation)
    this.#invocation.end()
    closeIfDraining(this.#service, this.#response)
    this.#finish(answerError(this.#invocation, this.#response, error))
  }

  #sendWhole(answer: WholeAnswer): void {
    closeIfDraining(this.#service, this.#response)
    this.#service.sessions?.settle(this.#invocation)
    sendAnswer(this.#response, this.#invocation, answer)
    this.#finish(answered)
  }

  async #sendLater(result: Answer | Promise<Answer>): Promise<void> {
    const [service, invocation, response] = [this.#service, this.#invocation, this.#response]
    try {
      const promise = Promise.resolve(result)
      const answer = await awaitAnswer(service, invocation, response, promise, limitOf(service))
      if (!isStreamed(answer)) return this.#sendWhole(answer)
      closeIfDraining(service, response)
      service.sessions?.settle(invocation)
      this.#finish(await streamAnswer(service, invocation, response, answer))
    } catch (error) {
      this.fail(error)
    }
  }

  #finish(remark: Remark): void {
    const { runtime, metrics } = this.#service
    const milliseconds = runtime.host.milliseconds() - this.#started
    metrics.countInvocation(this.#response.statusCode, milliseconds)
    const bytes = this.#bytesReceived
    logInvocation(runtime.log, this.#invocation, this.#response, remark, bytes, milliseconds)
    this.#done()
  }
}

function ignore(): void {}

const noBytes = new Uint8Array(0)

function limitOf({ options: { predictTimeoutSeconds: seconds } }: Service): TimeLimit {
  return { seconds, problem: `The prediction took longer than ${seconds} s.` }
}

/** The platform passes on what the client has compressed, and says so. */
function refuseCompressed({ headers }: IncomingMessage): void {
  const encoding = headers['content-encoding']
  if (encoding === undefined || /^(identity)?$/i.test(encoding)) return
  throw new HttpError(
    415,
    `The Content-Encoding ${JSON.stringify(encoding)} is not supported: send the body as it is.`,
  )
}
