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

/** Whether a container answers `GET /ping` with 200 in time. Never throws. */
export async function ping(address: Address, options: PingOptions): Promise<boolean> {
  const answered = new AbortController()
  const late = new AbortController()
  const timer = options.clock.sleep(options.timeoutMilliseconds, answered.signal).then(
    () => late.abort(),
    () => {},
  )
  const isHealthy = await new Promise<boolean>((resolve) => {
    const request = get({
      ...address,
      path: routes.ping,
      agent: options.agent,
      signal: late.signal,
    })
    request.on('error', () => resolve(false))
    request.on('response', (response) => {
      response.on('error', () => resolve(false))
      response.on('end', () => resolve(response.statusCode === 200))
      response.resume()
    })
  })
  answered.abort()
  await timer
  return isHealthy
}
