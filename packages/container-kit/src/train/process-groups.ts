import type { Host } from '../lifecycle/host.ts'

/** The process groups that training has started and that may still run. */
export interface ProcessGroups {
  /** Keeps a group until what was started as it has ended. */
  add(id: number, ended: Promise<unknown>): void
  /** Sends SIGKILL to all of them, synchronously. */
  kill(): void
  /** Kills them and waits until what they wrote has been passed on. */
  end(): Promise<void>
}

/** Keeps process groups, so that none outlives the training that started it. */
export function processGroups(host: Host): ProcessGroups {
  const running = new Map<number, Promise<unknown>>()
  const kill = () => {
    for (const id of running.keys()) host.signalGroup(id, 'SIGKILL')
  }
  return {
    add(id, ended) {
      running.set(id, ended)
      const remove = () => void running.delete(id)
      ended.then(remove, remove)
    },
    kill,
    async end() {
      kill()
      await Promise.allSettled(running.values())
    },
  }
}
