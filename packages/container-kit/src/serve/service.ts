import type { ServerResponse } from 'node:http'
import type { InputKind } from '../codecs/codec.ts'
import type { Runtime } from '../lifecycle/runtime.ts'
import type { Invocation } from './invocation-request.ts'
import type { Negotiate } from './negotiate.ts'
import type { ServeOptions } from './serve-options.ts'
import type { ServeProgram } from './serve-program.ts'

/** What every request shares. */
export interface Service<Model, Kind extends InputKind> {
  readonly program: ServeProgram<Model, Kind>
  readonly runtime: Runtime
  readonly options: ServeOptions
  readonly negotiate: Negotiate<Kind>
  /** Invocations whose prediction is still awaited. */
  readonly pending: Set<Invocation>
  /** The model, once it is loaded. */
  loaded: { readonly model: Model } | undefined
  /** Whether the container was asked to end. */
  draining: boolean
}

/** Lets the connection end with this answer if the container has to: the server waits for its connections. */
export function closeIfDraining<Model, Kind extends InputKind>(
  service: Service<Model, Kind>,
  response: ServerResponse,
): void {
  if (service.draining) response.shouldKeepAlive = false
}
