import { chooseFleet } from '../hosting/choose-fleet.ts'
import { chooseInstance } from '../hosting/choose-instance.ts'
import type { Endpoint } from '../hosting/endpoint.ts'
import type { Fleet } from '../hosting/fleet.ts'
import type { Instance } from '../hosting/instance.ts'
import type { ServedEndpoint } from '../hosting/served-endpoint.ts'
import type { Platform } from '../platform.ts'
import { answerRequest } from './answer-request.ts'
import { concurrentInvocations } from './async-limits.ts'
import type { AsyncQueue } from './async-queue.ts'
import { requestExpired, tellFailure } from './tell-outcome.ts'

/** Milliseconds between looks for an instance that can take a request that waits: none tells when it is ready again. */
const lookInterval = 200

/** An endpoint and what serves it. */
export interface QueueServer {
  readonly endpoint: Endpoint
  readonly served: ServedEndpoint
}

/**
 * Sends the asynchronous invocations of an endpoint to its instances, each of which gets so many at once and no more, until it
 * is taken out of service. What the end of the emulator cuts short is sent again by the next one.
 */
export async function serveQueue(
  platform: Platform,
  server: QueueServer,
  closing: AbortSignal,
): Promise<void> {
  const { endpoint, served } = server
  const queue = platform.asyncQueues.of(endpoint.arn)
  const over = AbortSignal.any([closing, served.stopped])
  while (!over.aborted) {
    expireRequests(platform, endpoint, queue)
    const place = queue.waiting > 0 ? findPlace(server) : undefined
    const request = place && queue.take()
    if (place === undefined || request === undefined) {
      await untilSomethingHappens(platform, queue, over)
      continue
    }
    place.instance.outstanding += 1
    platform.run(async () => {
      await answerRequest(platform, { endpoint, ...place, request }, over)
      place.instance.release()
      if (!over.aborted) queue.finish(request)
    })
  }
}

/** Who is to answer a request. */
interface Place {
  readonly fleet: Fleet
  readonly instance: Instance
}

function findPlace({ endpoint, served }: QueueServer): Place | undefined {
  const most =
    endpoint.asyncInference?.ClientConfig?.MaxConcurrentInvocationsPerInstance ??
    concurrentInvocations
  const free = served.fleets.filter(({ instances }) =>
    instances.some(({ isReady, outstanding }) => isReady && outstanding < most),
  )
  // Where all traffic goes elsewhere, a queue still has to be emptied.
  const fleet = chooseFleet(free) ?? free[0]
  const instance = fleet && chooseInstance(fleet)
  return fleet && instance && { fleet, instance }
}

/** Requests that have waited for too long fail. */
function expireRequests(platform: Platform, endpoint: Endpoint, queue: AsyncQueue): void {
  for (const request of queue.takeExpired(platform.clock.now().getTime())) {
    platform.run(async () => {
      await tellFailure(platform, { endpoint, request }, requestExpired)
      queue.finish(request)
    })
  }
}

async function untilSomethingHappens(
  { clock }: Platform,
  queue: AsyncQueue,
  over: AbortSignal,
): Promise<void> {
  if (queue.waiting === 0) return queue.untilChanged(over)
  const changed = new AbortController()
  const either = AbortSignal.any([changed.signal, over])
  const looked = clock.sleep(lookInterval, either).catch(() => {})
  await Promise.race([queue.untilChanged(either), looked])
  changed.abort()
  await looked
}
