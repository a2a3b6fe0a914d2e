import { once } from 'node:events'
import { connect } from 'node:net'
import { environmentVariables } from '@byo/container-kit/contract'
import type { Clock } from '../state/clock.ts'
import type { Address, RunningContainer } from './runner.ts'

/** After how long a server that doesn't listen may be one that never will. */
const patienceMilliseconds = 5000

/** Tells a server's log, once, that nothing listens where the platform asks for its health. */
export async function noteClosedPort(
  { address, exited }: Pick<RunningContainer, 'address' | 'exited'>,
  clock: Clock,
  onLine: (line: string) => void,
): Promise<void> {
  if (address === undefined) return
  const gone = new AbortController()
  void exited.then(() => gone.abort())
  await clock.sleep(patienceMilliseconds, gone.signal).catch(() => {})
  if (gone.signal.aborted || (await isOpen(address)) || gone.signal.aborted) return
  onLine(
    `Note: nothing listens on port ${address.port} yet. A program that runs as a process of this machine cannot have port 8080 for itself: let it listen on the port that ${environmentVariables.bindToPort} names, or use the docker runner.`,
  )
}

async function isOpen({ host, port }: Address): Promise<boolean> {
  const socket = connect(port, host)
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
