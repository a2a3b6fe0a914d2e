import type { Runtime } from '../../src/runtime.ts'

/** A runtime whose clock moves only by sleeping, and which remembers how long each sleep was. */
export interface VirtualRuntime extends Runtime {
  /** Milliseconds. */
  readonly sleeps: number[]
}

/** Starts at the given time (milliseconds since 1970); chance is a counter's bytes. */
export function virtualRuntime(start: number = Date.UTC(2026, 10, 22, 9, 45, 4)): VirtualRuntime {
  let time = start
  let counter = 0
  const sleeps: number[] = []
  return {
    sleeps,
    now: () => time,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted()
      sleeps.push(milliseconds)
      time += milliseconds
    },
    randomBytes: (count) =>
      Uint8Array.from({ length: count }, () => {
        counter += 1
        return counter % 256
      }),
  }
}
