import type { RecordFolder } from '../../state/record-folder.ts'
import { AsyncQueue } from './async-queue.ts'
import type { AsyncRequest } from './async-request.ts'

/** The queues of all endpoints, with what an emulator before this one had not answered. */
export class AsyncQueues {
  readonly #records: RecordFolder
  readonly #queues = new Map<string, AsyncQueue>()

  constructor(records: RecordFolder) {
    this.#records = records
    const kept = records.readAll() as readonly AsyncRequest[]
    const inOrder = [...kept].sort((a, b) => a.receivedTime - b.receivedTime)
    for (const request of inOrder) this.of(request.endpointArn).restore(request)
  }

  /** The queue of an endpoint. */
  of(endpointArn: string): AsyncQueue {
    const queue = this.#queues.get(endpointArn) ?? new AsyncQueue(this.#records)
    this.#queues.set(endpointArn, queue)
    return queue
  }

  /** Forgets an endpoint and all that waits for it. */
  drop(endpointArn: string): void {
    this.#queues.get(endpointArn)?.clear()
    this.#queues.delete(endpointArn)
  }
}
