import { routes } from '../contract/routes.ts'
import { conversationRoutes } from './conversation-routes.ts'
import { invokeModel } from './invocations.ts'
import { answerMetrics } from './metrics-page.ts'
import { answerPing } from './ping.ts'
import type { Route } from './routes.ts'
import type { ServeOptions } from './serve-options.ts'

/** Everything that a container answers. */
export function servingRoutes(options: ServeOptions): readonly Route[] {
  return [
    { path: routes.invocations, methods: { POST: invokeModel } },
    // The platform sends GET; one AWS page speaks of POST.
    { path: routes.ping, methods: { GET: answerPing, HEAD: answerPing, POST: answerPing } },
    ...conversationRoutes(options),
    { path: routes.metrics, methods: { GET: answerMetrics, HEAD: answerMetrics } },
  ]
}
