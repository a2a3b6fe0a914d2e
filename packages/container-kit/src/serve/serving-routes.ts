import { routes } from '../contract/routes.ts'
import { answerExecutionParameters } from './execution-parameters.ts'
import { invokeModel } from './invocations.ts'
import { answerMetrics } from './metrics-page.ts'
import { answerPing } from './ping.ts'
import type { Route } from './routes.ts'
import type { ServeOptions } from './serve-options.ts'

/** Everything that a container answers. */
export function servingRoutes({
  executionParameters,
}: Pick<ServeOptions, 'executionParameters'>): readonly Route[] {
  return [
    { path: routes.invocations, methods: { POST: invokeModel } },
    // The platform sends GET; one AWS page speaks of POST.
    { path: routes.ping, methods: { GET: answerPing, HEAD: answerPing, POST: answerPing } },
    { path: routes.metrics, methods: { GET: answerMetrics, HEAD: answerMetrics } },
    // Where it is not found, the platform goes by its own.
    ...(executionParameters === undefined
      ? []
      : [{ path: routes.executionParameters, methods: { GET: answerExecutionParameters } }]),
  ]
}
