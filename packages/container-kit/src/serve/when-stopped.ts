import type { Server } from 'node:http'
import { limits } from '../contract/limits.ts'
import { HttpError } from '../errors.ts'
import { exitCodeOf, exitCodes } from '../lifecycle/exit-codes.ts'
import type { StopRequest } from '../lifecycle/stop-request.ts'
import { closeConversations } from './conversation/conversations.ts'
import { drain } from './drain.ts'
import type { OpenConnections } from './http/open-connections.ts'
import type { Service } from './service.ts'

/** Waits for a stop signal, lets the requests under way finish, and resolves to the exit code. */
export async function whenStopped(
  service: Service,
  server: Server,
  connections: OpenConnections,
  stop: StopRequest,
): Promise<number> {
  const signal = await stop.requested
  const { host, log, stopGraceSeconds = defaultGraceSeconds } = service.runtime
  service.draining = true
  log.info('stopping', { signal })
  for (const conversation of service.conversations) conversation.abort(stop.signal.reason)
  const times = {
    // Who presses Ctrl-C has no router in front.
    lingerSeconds: signal === 'SIGTERM' ? service.options.lingerSeconds : 0,
    graceSeconds: stopGraceSeconds,
  }
  const finished = await drain(server, connections, host, times, () => {
    log.warn('requests are still under way at the end', { seconds: stopGraceSeconds })
    closeConversations(service)
    for (const invocation of service.pending) {
      invocation.abort(
        new HttpError(503, 'The container had to end before the prediction was made.'),
      )
    }
  })
  return finished ? exitCodes.success : exitCodeOf(signal)
}

/** Leaves five seconds of the platform's grace for the end itself. */
const defaultGraceSeconds = limits.hostingStopGraceSeconds - 5
