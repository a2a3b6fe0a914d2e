import type { IncomingMessage, ServerResponse } from 'node:http'
import { HttpError } from '../errors.ts'
import { isStreamed } from './answer.ts'
import { answerError } from './answer-error.ts'
import { awaitAnswer } from './await-answer.ts'
import { Invocation } from './invocation-request.ts'
import type { LoadedModel } from './loaded-model.ts'
import { readBody } from './read-body.ts'
import { sendAnswer } from './send-response.ts'
import { closeIfDraining, type Service } from './service.ts'

/** Answers POST /invocations. */
export function invokeModel(
  service: Service,
  message: IncomingMessage,
  response: ServerResponse,
): void {
  void answerInvocation(service, service.model, message, response)
}

/** Answers an invocation of a model: reads, predicts, writes. Never rejects. */
export async function answerInvocation(
  service: Service,
  model: LoadedModel | undefined,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { runtime, options, admission, metrics } = service
  const invocation = new Invocation(message.headers, runtime.host.randomId)
  const started = runtime.host.milliseconds()
  try {
    if (model === undefined) throw stillLoading()
    refuseCompressed(message)
    admission.refuseIfFull()
    const body = await readBody(message, options.maxBodyBytes)
    const result = admission.run(
      () => model.answer(invocation, body),
      () => invocation.signal,
    )
    const answer =
      result instanceof Promise ? await awaitAnswer(service, invocation, response, result) : result
    closeIfDraining(service, response)
    if (isStreamed(answer)) throw new HttpError(500, 'An answer in chunks cannot be sent yet.')
    sendAnswer(response, invocation, answer)
  } catch (error) {
    closeIfDraining(service, response)
    answerError(runtime.log, invocation, response, error)
  }
  const milliseconds = runtime.host.milliseconds() - started
  metrics.countInvocation(response.statusCode, milliseconds)
}

function stillLoading(): HttpError {
  return new HttpError(503, 'The model is still being loaded: try again later.')
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
