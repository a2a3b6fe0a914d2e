import type { InputKind } from '../codecs/codec.ts'
import { createResponder, type ResponderOptions } from './invocation/respond.ts'
import type { LoadedModel, LoadModel } from './loaded-model.ts'
import type { ServeProgram } from './serve-program.ts'
import { SessionStates } from './sessions/session-states.ts'

/** Returns what loads a program's model into this thread. */
export function inProcess<Model, Kind extends InputKind>(
  program: ServeProgram<Model, Kind>,
  options: ResponderOptions,
): LoadModel {
  const respond = createResponder(program, options)

  return async (context): Promise<LoadedModel> => {
    // Without `load` the type parameter is its default, undefined.
    const model = (await program.load?.(context)) as Model
    const states = new SessionStates()
    return {
      answer(invocation, body) {
        if (invocation.sessionFacts !== undefined)
          invocation.session = states.enter(invocation.sessionFacts)
        return respond(model, invocation, body, context.log)
      },
      converse: (conversation, request) => program.converse?.(model, conversation, request),
      isHealthy: () => program.isHealthy?.(model) ?? true,
      forgetSession: (id) => states.forget(id),
      async close() {
        await program.unload?.(model)
      },
    }
  }
}
