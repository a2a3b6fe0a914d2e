import { type Agent, get } from 'node:http'
import { routes } from '@byo/container-kit/contract'
import type { Address } from '../../runners/runner.ts'
import type { Clock } from '../../state/clock.ts'

/** How to ask a container for its health. */
export interface PingOptions {
  readonly agent: Agent
  readonly clock: Clock
  readonly timeoutMilliseconds: number
}

/** What became of a ping: 200, anything else, or nobody there to ask. */
export type PingOutcome = 'healthy' | 'unhealthy' | 'nothing-listens'

/** Asks a container with `GET /ping`, which it has to answer with 200 in time. Never throws. */
export async function ping(address: Address, options: PingOptions): Promise<PingOutcome> {
  const answered = new AbortController()
  const late = new AbortController()
  const timer = options.clock.sleep(options.timeoutMilliseconds, answered.signal).then(
    () => late.abort(),
    () => {},
  )
  const outcome = await new Promise<PingOutcome>((resolve) => {
    const request = get({
      ...address,
      path: routes.ping,
      agent: options.agent,
      signal: late.signal,
    })
    let isConnected = false
    request.on('socket', (socket) => {
      isConnected = !socket.connecting
      if (socket.connecting) socket.once('connect', () => (isConnected = true))
    })
    request.on('error', () => resolve(isConnected ? 'unhealthy' : 'nothing-listens'))
    request.on('response', (response) => {
      response.on('error', () => resolve('unhealthy'))
      response.on('end', () => resolve(response.statusCode === 200 ? 'healthy' : 'unhealthy'))
      response.resume()
    })
  })
  answered.abort()
  await timer
  return outcome
}
