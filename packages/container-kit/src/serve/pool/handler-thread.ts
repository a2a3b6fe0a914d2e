import { describeError } from '../../lifecycle/describe-error.ts'
import type { Log } from '../../logging/log.ts'
import { type Answer, isStreamed } from '../invocation/answer.ts'
import { Invocation } from '../invocation/invocation-request.ts'
import type { LoadedModel, LoadModel } from '../loaded-model.ts'
import { ownBytes } from './own-bytes.ts'
import { SentStream } from './sent-stream.ts'
import { packError, unpackError } from './wire-error.ts'
import type { Ask, FromWorker, ToWorker } from './worker-messages.ts'

/** What a thread that runs handlers needs. */
export interface HandlerThreadParts {
  readonly loadModel: LoadModel
  readonly log: Log
  send(message: FromWorker, transfer?: readonly ArrayBuffer[]): void
  /** Called when all is done. */
  closed(): void
}

/** An invocation that a handler works on. */
interface UnderWay {
  readonly invocation: Invocation
  stream: SentStream | undefined
}

/** The worker's side of the messages: loads the model, answers, and lets go of it. */
export class HandlerThread {
  readonly #parts: HandlerThreadParts
  readonly #stopping = new AbortController()
  readonly #underWay = new Map<number, UnderWay>()
  #begun: Int32Array = new Int32Array(1)
  #model: LoadedModel | undefined

  constructor(parts: HandlerThreadParts) {
    this.#parts = parts
  }

  receive(message: ToWorker): void {
    const { kind } = message
    if (kind === 'load') void this.#load(message)
    else if (kind === 'stopping') this.#stopping.abort(unpackError(message.reason))
    else if (kind === 'ask') void this.#answer(message)
    else if (kind === 'forget') this.#model?.forgetSession(message.sessionId)
    else if (kind === 'check') void this.#check(message.id)
    else if (kind === 'close') void this.#close()
    else this.#concern(message)
  }

  /** Takes a message that concerns an invocation under way, if it still is. */
  #concern(message: Extract<ToWorker, { kind: 'abort' | 'more' | 'enough' }>): void {
    const underWay = this.#underWay.get(message.id)
    if (message.kind === 'more') underWay?.stream?.more()
    else underWay?.stream?.stop()
    if (message.kind === 'abort') underWay?.invocation.abort(unpackError(message.reason))
  }

  async #load({ context, begun }: Extract<ToWorker, { kind: 'load' }>): Promise<void> {
    this.#begun = begun
    const { loadModel, log, send } = this.#parts
    try {
      this.#model = await loadModel({ ...context, log, signal: this.#stopping.signal })
      send({ kind: 'loaded' })
    } catch (error) {
      send({ kind: 'load-failed', error: packError(error) })
    }
  }

  async #answer({ id, requestId, headers, session, body }: Ask): Promise<void> {
    Atomics.store(this.#begun, 0, id)
    const underWay = { invocation: new Invocation(headers, () => requestId), stream: undefined }
    underWay.invocation.sessionFacts = session
    this.#underWay.set(id, underWay)
    try {
      // A Buffer, as in the server's own thread.
      const bytes = Buffer.from(body.buffer, body.byteOffset, body.length)
      const answer = await this.#model?.answer(underWay.invocation, bytes)
      if (answer !== undefined) await this.#send(id, underWay, answer)
    } catch (error) {
      this.#parts.send({ kind: 'failed', id, error: packError(error) })
    } finally {
      this.#underWay.delete(id)
    }
  }

  async #send(id: number, underWay: UnderWay, answer: Answer): Promise<void> {
    const { send } = this.#parts
    const { invocation } = underWay
    const begin = (bytes?: Uint8Array<ArrayBuffer>): void => {
      const { contentType, customAttributes } = invocation.response
      const response = { contentType, customAttributes }
      const endsSession = invocation.sessionFacts?.isEnded === true
      const { contentType: ownType } = answer
      send(
        { kind: 'answer', id, contentType: ownType, body: bytes, response, endsSession },
        bytes === undefined ? [] : [bytes.buffer],
      )
    }
    if (!isStreamed(answer)) {
      begin(ownBytes(answer.body))
      return
    }
    const stream = new SentStream(answer.body)
    underWay.stream = stream
    if (invocation.signal.aborted) stream.stop()
    await stream.run(begin, (bytes) => {
      const chunk = ownBytes(bytes)
      send({ kind: 'chunk', id, chunk }, [chunk.buffer])
    })
    send({ kind: 'end', id })
  }

  async #check(id: number): Promise<void> {
    let healthy = false
    try {
      healthy = (await this.#model?.isHealthy()) === true
    } catch (error) {
      this.#parts.log.error(`unhealthy: ${describeError(error)}`)
    }
    this.#parts.send({ kind: 'checked', id, healthy })
  }

  async #close(): Promise<void> {
    let error: unknown
    try {
      await this.#model?.close()
    } catch (reason) {
      error = reason ?? new Error('unload failed.')
    }
    const wire = error === undefined ? undefined : packError(error)
    this.#parts.send({ kind: 'closed', error: wire })
    this.#parts.closed()
  }
}
