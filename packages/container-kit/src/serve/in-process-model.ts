import { allCodecs } from '../codecs/all-codecs.ts'
import { chooseEncoders, encodeOutput } from '../codecs/choose-encoders.ts'
import type { Codec, InputKind } from '../codecs/codec.ts'
import { encodeStream, isStream } from '../codecs/encode-stream.ts'
import { streamCodecs } from '../codecs/stream-codecs.ts'
import { HttpError } from '../errors.ts'
import type { Answer } from './answer.ts'
import type { Invocation } from './invocation-request.ts'
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

  function encoded(
    output: unknown,
    encoders: readonly Codec[],
    { accept, signal }: Invocation,
  ): Answer | Promise<Answer> {
    if (output === undefined) throw new Error('predict returned nothing.')
    if (!isStream(output)) return encodeOutput(output, encoders)
    // A request's own type says nothing of a stream: who sends JSON rarely wants text as a list.
    return encodeStream(
      output,
      chooseEncoders(streamCodecs, accept, undefined, defaultAccept),
      signal,
    )
  }

  return async (context): Promise<LoadedModel> => {
    // Without `load` the type parameter is its default, undefined.
    const model = (await program.load?.(context)) as Model
    const states = new SessionStates()
    return {
      answer(invocation, body) {
        if (invocation.sessionFacts !== undefined)
          invocation.session = states.enter(invocation.sessionFacts)
        const { decode, encoders } = negotiate(invocation.contentType, invocation.accept)
        if (program.predict === undefined)
          throw new HttpError(404, 'This program predicts nothing: it holds conversations only.')
        const output = program.predict(model, decode(body), invocation)
        return isPromise(output)
          ? Promise.resolve(output).then((value) => encoded(value, encoders, invocation))
          : encoded(output, encoders, invocation)
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

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  )
}
