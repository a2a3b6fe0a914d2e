import { ContainerError } from '../../errors.ts'
import type { Host } from '../../lifecycle/host.ts'
import { onAbort } from '../../lifecycle/on-abort.ts'
import type { Job } from './job.ts'
import { bodyToSend } from './own-bytes.ts'
import { ReceivedStream } from './received-stream.ts'
import type { FromWorker } from './worker-messages.ts'

/** What a job that a thread was given makes of it. */
export interface JobEvents {
  /** Its invocation is aborted: the handler is to know. */
  aborted(reason: unknown): void
  /** A chunk of its answer was taken. */
  taken(): void
  /** Nobody reads the rest of its answer. */
  stopped(): void
  /** Nobody has waited for it for long. */
  overdue(): void
}

/** A job in the hands of a thread, until the thread is done with it. */
export class GivenJob {
  readonly job: Job
  /** The body for the thread. */
  readonly body: Uint8Array<ArrayBuffer>
  /** Whether the thread should have been done with it by now. */
  isOverdue = false
  readonly #host: Host
  readonly #deadline: number
  readonly #events: JobEvents
  readonly #stopListening: () => void
  #stream: ReceivedStream | undefined
  #cancelWatch: (() => void) | undefined

  constructor(job: Job, host: Host, predictTimeoutSeconds: number, events: JobEvents) {
    this.job = job
    this.body = bodyToSend(job.body)
    this.#host = host
    this.#deadline = host.milliseconds() + predictTimeoutSeconds * 1000
    this.#events = events
    this.#stopListening = onAbort(job.invocation.signal, () => this.#abort())
  }

  /** Whether the body is still here for another thread. */
  get hasBody(): boolean {
    return this.body !== this.job.body
  }

  /** Hands over the answer, or the beginning of one. */
  answer({
    contentType,
    body,
    response,
    endsSession,
  }: Extract<FromWorker, { kind: 'answer' }>): void {
    const { response: wanted, sessionFacts } = this.job.invocation
    wanted.contentType = response.contentType
    wanted.customAttributes = response.customAttributes
    if (sessionFacts !== undefined) sessionFacts.isEnded = endsSession
    if (body !== undefined) {
      this.job.resolve({ contentType, body })
      return
    }
    this.#stream = this.#openStream()
    this.job.resolve({ contentType, body: this.#stream })
  }

  /** Hands over a chunk of the answer. */
  push(chunk: Uint8Array): void {
    this.#stream?.push(chunk)
  }

  /** The thread is done with it. */
  end(): void {
    this.#stream?.end()
    this.#forget()
  }

  /** The thread is done with it, or is no more; `error` is for those who wait for the answer or read it. */
  fail(error: unknown): void {
    this.#stream?.fail(error)
    this.job.reject(error)
    this.#forget()
  }

  #openStream(): ReceivedStream {
    return new ReceivedStream({
      taken: this.#events.taken,
      stopped: () => {
        this.#events.stopped()
        this.#watch(this.#deadline)
      },
    })
  }

  #abort(): void {
    const { reason } = this.job.invocation.signal
    this.#events.aborted(reason)
    // A client that went away is no reason to end a computation within its time: that would cost another start.
    const isClientGone = reason instanceof ContainerError && reason.code === 'disconnected'
    this.#watch(isClientGone ? this.#deadline : 0)
  }

  /** Calls the job overdue if it goes on after some moment, and a second for the handler to see the signal. */
  #watch(moment: number): void {
    this.#cancelWatch?.()
    const milliseconds = Math.max(0, moment - this.#host.milliseconds()) + graceMilliseconds
    this.#cancelWatch = this.#host.after(milliseconds, () => {
      this.isOverdue = true
      this.#events.overdue()
    })
  }

  #forget(): void {
    this.#cancelWatch?.()
    this.#stopListening()
  }
}

/** Time for a handler that listens to its signal; the caller has its answer already. */
const graceMilliseconds = 1000
