import type { IncomingMessage, ServerResponse } from 'node:http'
import { limits } from '../../contract/limits.ts'
import { type ExecutionParameters, routes } from '../../contract/routes.ts'
import { ContainerError } from '../../errors.ts'
import { sendText } from '../http/send-response.ts'
import type { ExecutionSettings } from '../serve-program.ts'
import type { Service } from '../service.ts'

/** Answers GET /execution-parameters. */
export function answerExecutionParameters(
  { options }: Service,
  _message: IncomingMessage,
  response: ServerResponse,
): void {
  sendText(response, 'application/json', JSON.stringify(options.executionParameters))
}

/**
 * The answer that settings stand for.
 *
 * @throws ContainerError with code `usage` where the platform would not take it.
 */
export function resolveExecutionParameters(
  settings: ExecutionSettings | undefined,
): ExecutionParameters | undefined {
  if (settings === undefined) return undefined
  const { maxConcurrentTransforms, batchStrategy, maxPayloadInMB } = settings
  const parameters = {
    MaxConcurrentTransforms: maxConcurrentTransforms,
    BatchStrategy: batchStrategy,
    MaxPayloadInMB: maxPayloadInMB,
  }
  const most = limits.batchConcurrentMegabytes
  if (!(Number.isInteger(maxConcurrentTransforms) && maxConcurrentTransforms >= 1))
    throw wrong('maxConcurrentTransforms', maxConcurrentTransforms, 'a whole number from 1')
  if (batchStrategy !== 'SINGLE_RECORD' && batchStrategy !== 'MULTI_RECORD')
    throw wrong('batchStrategy', batchStrategy, 'SINGLE_RECORD or MULTI_RECORD')
  if (!(Number.isInteger(maxPayloadInMB) && maxPayloadInMB >= 0))
    throw wrong('maxPayloadInMB', maxPayloadInMB, 'a whole number from 0')
  if (maxConcurrentTransforms * maxPayloadInMB > most)
    throw wrong(
      'maxPayloadInMB',
      maxPayloadInMB,
      `at most ${most} MB in ${maxConcurrentTransforms} requests`,
    )
  return parameters
}

function wrong(name: string, value: unknown, expected: string): ContainerError {
  return new ContainerError(
    'usage',
    `The program's executionParameters.${name} is ${JSON.stringify(value)}: ${routes.executionParameters} can only say ${expected}.`,
  )
}
