// Workers that have nothing to do, for the next pool of the same program: it finds them started, and what
// they run compiled, which takes a worker longer than starting. They do not keep the process alive.
import type { Host, HostWorker } from './host.ts'

/** How long a worker waits for the next pool, in milliseconds. */
const patience = 2000

/** By the program that they run, each with what ends its wait. */
const idle = new Map<string, Map<HostWorker, () => void>>()

/** Takes as many workers of a program as there are, up to so many. */
export function takeIdleWorkers(program: string, most: number): readonly HostWorker[] {
  const waiting = idle.get(program) ?? new Map<HostWorker, () => void>()
  const taken = [...waiting].slice(0, most)
  for (const [worker, stopWaiting] of taken) {
    stopWaiting()
    waiting.delete(worker)
  }
  return taken.map(([worker]) => worker)
}

/** Keeps workers that have replied to all that they were asked for a while, and then ends them. */
export function keepIdleWorkers(host: Host, program: string, workers: readonly HostWorker[]): void {
  const waiting = idle.get(program) ?? new Map<HostWorker, () => void>()
  idle.set(program, waiting)
  for (const worker of workers) {
    const end = (): void => {
      stopWaiting()
      waiting.delete(worker)
      worker.end().catch(() => {})
    }
    const stopWaiting = host.later(patience, end)
    worker.listen(() => {}, end)
    waiting.set(worker, stopWaiting)
  }
}
