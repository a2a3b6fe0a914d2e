import { routes } from '../contract/routes.ts'
import { answerExecutionParameters } from './batch/execution-parameters.ts'
import { conversationRoutes } from './conversation/conversation-routes.ts'
import type { Route } from './http/routes.ts'
import { invokeModel } from './invocation/invocations.ts'
import { modelRoutes } from './models/model-routes.ts'
import { answerMetrics } from './monitoring/metrics-page.ts'
import { answerPing } from './monitoring/ping.ts'
import type { Service } from './service.ts'

/** Everything that a container answers: with one model, or with the models of a multi-model endpoint. */
export function servingRoutes({
  models,
  options,
}: Pick<Service, 'models' | 'options'>): readonly Route[] {
  return [
    ...(models === undefined
      ? [{ path: routes.invocations, methods: { POST: invokeModel } }]
      : modelRoutes(models)),
    // The platform sends GET; one AWS page speaks of POST.
    { path: routes.ping, methods: { GET: answerPing, HEAD: answerPing, POST: answerPing } },
    ...conversationRoutes(options),
    { path: routes.metrics, methods: { GET: answerMetrics, HEAD: answerMetrics } },
    // Where it is not found, the platform goes by its own.
    ...(options.executionParameters === undefined
      ? []
      : [{ path: routes.executionParameters, methods: { GET: answerExecutionParameters } }]),
  ]
}
