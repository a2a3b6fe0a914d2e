import type { RequestFault } from '../faults/fault.ts'
import { faultError } from '../faults/fault-error.ts'
import type { FaultRegistry } from '../faults/fault-registry.ts'
import type { Caller } from '../protocols/caller.ts'
import type { HttpExchange } from '../protocols/http-exchange.ts'
import type { Clock } from '../state/clock.ts'

/** What is known of a request once its service has found the operation. */
export interface EnteredOperation {
  /** AWS's name of it. */
  name?: string
  /** What was ordered to go wrong with it. */
  fault?: RequestFault
}

/** A request and all that its fault may need. */
export interface RequestToEnter {
  readonly service: string
  readonly exchange: HttpExchange
  readonly faults: Pick<FaultRegistry, 'takeForRequest'>
  readonly clock: Clock
  readonly caller: Caller
}

/** The connection was reset to order: there is no one left to answer. */
export class ConnectionReset extends Error {}

/**
 * The way into an operation, past the faults to order.
 *
 * @throws AwsError that a fault asks for; ConnectionReset when the request ends here.
 */
export async function enterOperation(
  name: string,
  entered: EnteredOperation,
  { service, exchange, faults, clock, caller }: RequestToEnter,
): Promise<void> {
  entered.name = name
  const fault = faults.takeForRequest(name)
  if (fault === undefined) return
  entered.fault = fault
  const { delayMilliseconds = 0, dropRequest, error, loseResponse } = fault
  if (delayMilliseconds > 0)
    await clock.sleep(delayMilliseconds, caller.signal).catch(() => undefined)
  if (dropRequest || caller.isGone) reset(exchange)
  if (error !== undefined) throw faultError(error, service, name)
  // An answer begins when all is done that there is to do.
  if (loseResponse) exchange.response.writeHead = () => reset(exchange)
}

function reset({ request, response }: HttpExchange): never {
  request.socket.resetAndDestroy()
  response.destroy()
  throw new ConnectionReset()
}
