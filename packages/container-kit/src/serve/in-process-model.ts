import { allCodecs } from '../codecs/all-codecs.ts'
import { defaultContentTypes } from '../codecs/choose-decoder.ts'
import { type Encoder, encodeOutput } from '../codecs/choose-encoders.ts'
import type { InputKind } from '../codecs/codec.ts'
import { lineSplitter } from '../codecs/line-records.ts'
import { andThen } from './and-then.ts'
import type { Answer } from './answer.ts'
import { answerLines } from './bad-records.ts'
import { withFinalNewline } from './final-newline.ts'
import type { LoadedModel, LoadModel } from './loaded-model.ts'
import { createNegotiator } from './negotiate.ts'
import type { ServeOptions } from './serve-options.ts'
import type { ServeProgram } from './serve-program.ts'

/** Returns what loads a program's model into this thread. */
export function inProcess<Model, Kind extends InputKind>(
  program: ServeProgram<Model, Kind>,
  { defaultAccept, singleRecord }: Pick<ServeOptions, 'defaultAccept' | 'singleRecord'>,
): LoadModel {
  // Without `input` the type parameter is its default, a table.
  const kind = program.input ?? ('table' as Kind)
  const { csv = {}, codecs = [], badRecords = 'fail', placeholder = 'ERROR' } = program
  const { finalNewline = false } = program
  const negotiate = createNegotiator(allCodecs({ csv, codecs, singleRecord }), {
    kind,
    defaultAccept,
    defaultContentType: program.defaultContentType ?? defaultContentTypes[kind],
  })

  return async (context): Promise<LoadedModel> => {
    // Without `load` the type parameter is its default, undefined.
    const model = (await program.load?.(context)) as Model
    return {
      answer(invocation, body) {
        const { contentType, decode, encoders } = negotiate(
          invocation.contentType,
          invocation.accept,
        )
        const answer = (part: Uint8Array): Answer | Promise<Answer> =>
          andThen(
            andThen(decode(part), (input) => program.predict?.(model, input, invocation)),
            (output) => encoded(output, encoders),
          )
        const split = badRecords === 'fail' ? undefined : lineSplitter(contentType, csv)
        const { contentType: wanted } = encoders[0]!
        const { log } = context
        const whole =
          split === undefined
            ? answer(body)
            : answerLines({
                invocation,
                body,
                split,
                answer,
                contentType: wanted,
                placeholder,
                log,
              })
        return finalNewline ? andThen(whole, withFinalNewline) : whole
      },
      isHealthy: () => program.isHealthy?.(model) ?? true,
      async close() {
        await program.unload?.(model)
      },
    }
  }
}

function encoded(output: unknown, encoders: readonly Encoder[]): Answer {
  if (output === undefined) throw new Error('predict returned nothing.')
  return encodeOutput(output, encoders)
}
