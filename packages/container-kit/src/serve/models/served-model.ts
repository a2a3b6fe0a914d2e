import { HttpError } from '../../errors.ts'
import type { Host } from '../../lifecycle/host.ts'
import type { Answer } from '../invocation/answer.ts'
import type { Invocation } from '../invocation/invocation-request.ts'
import type { LoadedModel, WorkerCounts } from '../loaded-model.ts'
import { notLoaded } from './not-loaded.ts'

/** One model of many, which can leave while it is asked. */
export class ServedModel implements Pick<LoadedModel, 'answer' | 'workers'> {
  readonly name: string
  /** The folder that the platform named. */
  readonly url: string
  readonly #model: LoadedModel
  /** Invocations that the model works on. */
  readonly #asked: Set<Invocation> = new Set()
  /** Promises that still need the model: invocations under way, and predictions whose callers have gone. */
  #underWay = 0
  #onIdle: (() => void) | undefined
  #closed: Promise<void> | undefined

  constructor(name: string, url: string, model: LoadedModel) {
    this.name = name
    this.url = url
    this.#model = model
  }

  get workers(): WorkerCounts | undefined {
    return this.#model.workers
  }

  answer(invocation: Invocation, body: Uint8Array): Answer | Promise<Answer> {
    // This one has waited, for its body or its turn, until the model was gone.
    if (this.#closed !== undefined) throw notLoaded(this.name)
    const answer = this.#model.answer(invocation, body)
    if (!(answer instanceof Promise)) return answer
    this.#asked.add(invocation)
    this.keepDuring(answer, () => this.#asked.delete(invocation))
    return answer
  }

  /** Keeps the model until a promise is settled. */
  keepDuring(promise: Promise<unknown>, onEnd: () => void = () => {}): void {
    this.#underWay += 1
    const end = () => {
      onEnd()
      this.#underWay -= 1
      if (this.#underWay === 0) this.#onIdle?.()
    }
    promise.then(end, end)
  }

  /** Lets everyone finish who asks this model, in so many seconds, then lets go of it. */
  async leave(host: Host, seconds: number): Promise<void> {
    await this.#idle(host, seconds)
    for (const invocation of this.#asked) {
      invocation.abort(
        new HttpError(503, 'The model had to be unloaded before the prediction was made.'),
      )
    }
    await this.close()
  }

  /** Lets go of the model at once; the same end for all who ask for it. */
  close(): Promise<void> {
    this.#closed ??= this.#model.close()
    return this.#closed
  }

  #idle(host: Host, seconds: number): Promise<void> {
    if (this.#underWay === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const cancel = host.after(seconds * 1000, resolve)
      this.#onIdle = () => {
        cancel()
        resolve()
      }
    })
  }
}
