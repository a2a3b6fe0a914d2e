import type { IncomingMessage, ServerResponse } from 'node:http'
import { describeError } from '../../lifecycle/describe-error.ts'
import type { Host } from '../../lifecycle/host.ts'
import { sendEmpty } from '../http/send-response.ts'
import type { Service } from '../service.ts'

/** Answers /ping: 200 of a container that can predict and will go on doing so, else 503; always in time. */
export function answerPing(
  service: Service,
  _message: IncomingMessage,
  response: ServerResponse,
): void {
  const healthy = isHealthy(service)
  if (typeof healthy === 'boolean') sendEmpty(response, healthy ? 200 : 503)
  else void healthy.then((value) => sendEmpty(response, value ? 200 : 503))
}

function isHealthy({ model, models, draining, runtime }: Service): boolean | Promise<boolean> {
  if (draining) return false
  // One model that is ill must not cost the others their instance: its own invocations say so.
  if (models !== undefined) return true
  if (model === undefined) return false
  try {
    const healthy = model.isHealthy()
    return typeof healthy === 'boolean' ? healthy : inTime(healthy, runtime.host)
  } catch (error) {
    runtime.log.error(`unhealthy: ${describeError(error)}`)
    return false
  }
}

/** What a promised check says within 1.5 s, for the platform waits no more than 2 s. */
function inTime(healthy: Promise<boolean>, host: Host): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = host.after(1500, () => resolve(false))
    healthy.then(resolve, () => resolve(false)).finally(cancel)
  })
}
