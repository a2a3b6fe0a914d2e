import type { IncomingMessage, ServerResponse } from 'node:http'
import { encodeOutput } from '../codecs/choose-encoders.ts'
import type { InputKind } from '../codecs/codec.ts'
import { HttpError } from '../errors.ts'
import { answerError } from './answer-error.ts'
import { awaitPrediction } from './await-prediction.ts'
import { Invocation } from './invocation-request.ts'
import { readBody } from './read-body.ts'
import { sendOutput } from './send-response.ts'
import { closeIfDraining, type Service } from './service.ts'

/** Answers POST /invocations: reads, predicts, writes. Never rejects. */
export async function answerInvocation<Model, Kind extends InputKind>(
  service: Service<Model, Kind>,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const invocation = new Invocation(message, service.runtime.host.randomId)
  try {
    const model = loadedModel(service)
    refuseCompressed(message)
    const { decode, encoders } = service.negotiate(invocation.contentType, invocation.accept)
    const input = decode(await readBody(message, service.options.maxBodyBytes))
    const result = service.program.predict?.(model, input, invocation)
    const output = isPromise(result)
      ? await awaitPrediction(service, invocation, response, result)
      : result
    if (output === undefined) throw new Error('predict returned nothing.')
    closeIfDraining(service, response)
    sendOutput(response, encodeOutput(output, encoders))
    service.runtime.log.debug('invocation answered', { inferenceId: invocation.inferenceId })
  } catch (error) {
    closeIfDraining(service, response)
    answerError(service.runtime.log, invocation, response, error)
  }
}

function loadedModel<Model, Kind extends InputKind>(service: Service<Model, Kind>): Model {
  if (service.loaded !== undefined) return service.loaded.model
  throw new HttpError(503, 'The model is still being loaded: try again later.')
}

/** The platform passes on what the client has compressed, and says so. */
function refuseCompressed({ headers }: IncomingMessage): void {
  const encoding = headers['content-encoding']
  if (encoding === undefined || /^(identity)?$/i.test(encoding)) return
  throw new HttpError(
    415,
    `The Content-Encoding ${JSON.stringify(encoding)} is not supported: send the body as it is.`,
  )
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  )
}
