import type { ServerResponse } from 'node:http'
import type { Runtime } from '../lifecycle/runtime.ts'
import type { WebSocketConversation } from './conversation/web-socket-conversation.ts'
import type { Admission } from './invocation/admission.ts'
import type { Invocation } from './invocation/invocation-request.ts'
import type { LoadedModel, LoadModel } from './loaded-model.ts'
import type { ModelRegistry } from './models/model-registry.ts'
import type { ServeMetrics } from './monitoring/serve-metrics.ts'
import type { ServeOptions } from './options/serve-options.ts'
import type { SessionRegistry } from './sessions/session-registry.ts'

/** What every request shares. */
export interface Service {
  readonly runtime: Runtime
  readonly options: ServeOptions
  readonly loadModel: LoadModel
  readonly admission: Admission
  readonly metrics: ServeMetrics
  /** Invocations whose answer is still awaited. */
  readonly pending: Set<Invocation>
  /** The models of a multi-model endpoint; undefined in any other, which has one. */
  readonly models: ModelRegistry | undefined
  /** The stateful sessions, if the program has any. */
  readonly sessions: SessionRegistry | undefined
  /** Conversations that go on. */
  readonly conversations: Set<WebSocketConversation>
  /** The endpoint's model, once it is loaded. */
  model: LoadedModel | undefined
  /** Whether the container was asked to end. */
  draining: boolean
}

/** What those are told who come before the model is there. */
export const stillLoading = 'The model is still being loaded: try again later.'

/** Lets the connection end with this answer if the container has to: the server waits for its connections. */
export function closeIfDraining(service: Service, response: ServerResponse): void {
  if (service.draining) response.shouldKeepAlive = false
}
