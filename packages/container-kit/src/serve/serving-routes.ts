import { routes } from '../contract/routes.ts'
import { invokeModel } from './invocations.ts'
import { answerMetrics } from './metrics-page.ts'
import type { ModelRegistry } from './models/model-registry.ts'
import { modelRoutes } from './models/model-routes.ts'
import { answerPing } from './ping.ts'
import type { Route } from './routes.ts'

/** Everything that a container answers: with one model, or with the models of a multi-model endpoint. */
export function servingRoutes(models: ModelRegistry | undefined): readonly Route[] {
  return [
    ...(models === undefined
      ? [{ path: routes.invocations, methods: { POST: invokeModel } }]
      : modelRoutes(models)),
    // The platform sends GET; one AWS page speaks of POST.
    { path: routes.ping, methods: { GET: answerPing, HEAD: answerPing, POST: answerPing } },
    { path: routes.metrics, methods: { GET: answerMetrics, HEAD: answerMetrics } },
  ]
}
