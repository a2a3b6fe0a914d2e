import type { IncomingMessage, ServerResponse } from 'node:http'
import { HttpError } from '../../errors.ts'
import { readBody } from '../http/read-body.ts'
import { sendAnswer } from '../http/send-response.ts'
import type { LoadedModel } from '../loaded-model.ts'
import { answered, logInvocation } from '../monitoring/log-invocation.ts'
import { closeIfDraining, type Service, stillLoading } from '../service.ts'
import { type Answer, isStreamed } from './answer.ts'
import { answerError } from './answer-error.ts'
import { awaitAnswer, type TimeLimit } from './await-answer.ts'
import { Invocation } from './invocation-request.ts'
import { streamAnswer } from './stream-answer.ts'

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
  model: Pick<LoadedModel, 'answer' | 'isFreeFor'> | undefined,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { runtime, options, admission, metrics, sessions } = service
  const invocation = new Invocation(message.headers, runtime.host.randomId)
  const started = runtime.host.milliseconds()
  let bytesReceived = 0
  let remark = answered
  try {
    if (model === undefined) throw new HttpError(503, stillLoading)
    refuseCompressed(message)
    admission.refuseIfFull()
    const body = await readBody(message, options.maxBodyBytes)
    // A body can go over to a thread, and is empty here then.
    bytesReceived = body.length
    sessions?.join(invocation)
    const result = admission.run<Answer>({
      work: () => model.answer(invocation, body),
      signal: () => invocation.signal,
      isReady: () => model.isFreeFor?.(invocation) ?? true,
      until: (answer) => (isStreamed(answer) ? invocation.whenOver() : undefined),
    })
    const answer =
      result instanceof Promise
        ? await awaitAnswer(service, invocation, response, result, limitOf(service))
        : result
    closeIfDraining(service, response)
    sessions?.settle(invocation)
    if (isStreamed(answer)) remark = await streamAnswer(service, invocation, response, answer)
    else sendAnswer(response, invocation, answer)
  } catch (error) {
    sessions?.abandon(invocation)
    invocation.end()
    closeIfDraining(service, response)
    remark = answerError(invocation, response, error)
  }
  const milliseconds = runtime.host.milliseconds() - started
  metrics.countInvocation(response.statusCode, milliseconds)
  logInvocation(runtime.log, invocation, response, remark, bytesReceived, milliseconds)
}

function limitOf({ options: { predictTimeoutSeconds: seconds } }: Service): TimeLimit {
  return { seconds, problem: `The prediction took longer than ${seconds} s.` }
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
