import { allCodecs } from '../../codecs/all-codecs.ts'
import { defaultContentTypes } from '../../codecs/choose-decoder.ts'
import { chooseEncoders, type Encoder, encodeOutput } from '../../codecs/choose-encoders.ts'
import type { InputKind } from '../../codecs/codec.ts'
import { encodeStream, isStream } from '../../codecs/encode-stream.ts'
import { lineSplitter } from '../../codecs/line-records.ts'
import { streamEncoders } from '../../codecs/stream-encoders.ts'
import { HttpError } from '../../errors.ts'
import type { Log } from '../../logging/log.ts'
import { answerLines } from '../batch/bad-records.ts'
import { withFinalNewline } from '../batch/final-newline.ts'
import type { ServeOptions } from '../options/serve-options.ts'
import type { ServeProgram } from '../serve-program.ts'
import { andThen } from './and-then.ts'
import type { Answer } from './answer.ts'
import type { Invocation } from './invocation-request.ts'
import { createNegotiator } from './negotiate.ts'

/** What the environment says of requests and answers. */
export type ResponderOptions = Pick<ServeOptions, 'defaultAccept' | 'singleRecord'>

/** Answers an invocation with a model: at once where nothing has to be waited for. */
export type Respond<Model> = (
  model: Model,
  invocation: Invocation,
  body: Uint8Array,
  log: Log,
) => Answer | Promise<Answer>

/** Returns what decodes bodies, predicts and encodes outputs as a program wants it. */
export function createResponder<Model, Kind extends InputKind>(
  program: ServeProgram<Model, Kind>,
  { defaultAccept, singleRecord }: ResponderOptions,
): Respond<Model> {
  // Without `input` the type parameter is its default, a table.
  const kind = program.input ?? ('table' as Kind)
  const { csv = {}, codecs = [], badRecords = 'fail', placeholder = 'ERROR' } = program
  const { finalNewline = false } = program
  const negotiate = createNegotiator(allCodecs({ csv, codecs, singleRecord }), {
    kind,
    defaultAccept,
    defaultContentType: program.defaultContentType ?? defaultContentTypes[kind],
  })

  function encoded(
    output: unknown,
    encoders: readonly Encoder[],
    invocation: Invocation,
  ): Answer | Promise<Answer> {
    if (output === undefined) throw new Error('predict returned nothing.')
    if (!isStream(output)) return encodeOutput(output, encoders)
    // A request's own type says nothing of a stream: who sends JSON rarely wants text as a list.
    const wanted = chooseEncoders(streamEncoders, invocation.accept, undefined, defaultAccept)
    return encodeStream(output, wanted, invocation.signal)
  }

  return (model, invocation, body, log) => {
    if (program.predict === undefined)
      throw new HttpError(404, 'This program predicts nothing: it holds conversations only.')
    const { contentType, decode, encoders } = negotiate(invocation.contentType, invocation.accept)
    const answer = (part: Uint8Array): Answer | Promise<Answer> =>
      andThen(
        andThen(decode(part), (input) => program.predict?.(model, input, invocation)),
        (output) => encoded(output, encoders, invocation),
      )
    const split = badRecords === 'fail' ? undefined : lineSplitter(contentType, csv)
    const whole =
      split === undefined
        ? answer(body)
        : answerLines({
            invocation,
            body,
            split,
            answer,
            contentType: encoders[0]!.contentType,
            placeholder,
            log,
          })
    return finalNewline ? andThen(whole, withFinalNewline) : whole
  }
}
