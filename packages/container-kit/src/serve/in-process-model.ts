import { allCodecs } from '../codecs/all-codecs.ts'
import { encodeOutput } from '../codecs/choose-encoders.ts'
import type { Codec, InputKind } from '../codecs/codec.ts'
import type { Answer } from './answer.ts'
import type { LoadedModel, LoadModel } from './loaded-model.ts'
import { createNegotiator } from './negotiate.ts'
import type { ServeProgram } from './serve-program.ts'
import { SessionStates } from './sessions/session-states.ts'

/** Returns what loads a program's model into this thread. */
export function inProcess<Model, Kind extends InputKind>(
  program: ServeProgram<Model, Kind>,
  defaultAccept: string | undefined,
): LoadModel {
  // Without `input` the type parameter is its default, a table.
  const kind = program.input ?? ('table' as Kind)
  const negotiate = createNegotiator(allCodecs(program.csv ?? {}), kind, defaultAccept)

  return async (context): Promise<LoadedModel> => {
    // Without `load` the type parameter is its default, undefined.
    const model = (await program.load?.(context)) as Model
    const states = new SessionStates()
    return {
      answer(invocation, body) {
        if (invocation.sessionFacts !== undefined)
          invocation.session = states.enter(invocation.sessionFacts)
        const { decode, encoders } = negotiate(invocation.contentType, invocation.accept)
        const output = program.predict?.(model, decode(body), invocation)
        return isPromise(output)
          ? Promise.resolve(output).then((value) => encoded(value, encoders))
          : encoded(output, encoders)
      },
      isHealthy: () => program.isHealthy?.(model) ?? true,
      forgetSession: (id) => states.forget(id),
      async close() {
        await program.unload?.(model)
      },
    }
  }
}

function encoded(output: unknown, encoders: readonly Codec[]): Answer {
  if (output === undefined) throw new Error('predict returned nothing.')
  return encodeOutput(output, encoders)
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  )
}
