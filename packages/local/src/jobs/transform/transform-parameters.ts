import { type ExecutionParameters, limits, routes } from '@byo/container-kit/contract'
import type { Address } from '../../runners/runner.ts'
import { callContainer } from '../hosting/call-container.ts'
import type { Platform } from '../platform.ts'
import type { TransformParameters } from './transform-job.ts'
import type { BatchStrategy, TransformRequest } from './transform-request.ts'

/** What SageMaker does where neither the job nor the container says anything. */
const defaults: TransformParameters = {
  maxConcurrentTransforms: 1,
  batchStrategy: 'MultiRecord',
  maxPayloadInMB: 6,
}

/** How requests are to be made, and what was wrong with what the container said of it. */
export interface ResolvedParameters {
  readonly parameters: TransformParameters
  readonly problem: string | undefined
}

/** How requests are made: as the job says, else as the container does at `/execution-parameters`, else as SageMaker does. */
export async function resolveParameters(
  platform: Platform,
  request: TransformRequest,
  address: Address,
): Promise<ResolvedParameters> {
  const { answer, problem } = await askContainer(platform, address)
  return {
    parameters: {
      maxConcurrentTransforms:
        request.MaxConcurrentTransforms ||
        (answer.MaxConcurrentTransforms ?? defaults.maxConcurrentTransforms),
      batchStrategy:
        request.BatchStrategy ??
        (answer.BatchStrategy && strategies[answer.BatchStrategy]) ??
        defaults.batchStrategy,
      maxPayloadInMB: request.MaxPayloadInMB ?? answer.MaxPayloadInMB ?? defaults.maxPayloadInMB,
    },
    problem,
  }
}

const strategies: Readonly<Record<ExecutionParameters['BatchStrategy'], BatchStrategy>> = {
  SINGLE_RECORD: 'SingleRecord',
  MULTI_RECORD: 'MultiRecord',
}

/** What a container said of how it wants its requests. */
interface Asked {
  readonly answer: Partial<ExecutionParameters>
  readonly problem: string | undefined
}

/** A container need not answer; anything but 200 says that it doesn't. */
async function askContainer(platform: Platform, address: Address): Promise<Asked> {
  const call = {
    method: 'GET',
    path: routes.executionParameters,
    headers: {},
    body: Buffer.alloc(0),
  } as const
  try {
    const { statusCode, body } = await callContainer(address, call, {
      agent: platform.agent,
      deadlines: platform.deadlines.invocation,
      maxAnswerBytes: limits.payloadBytes,
    })
    if (statusCode !== 200) return { answer: {}, problem: undefined }
    return readAnswer(Buffer.from(body ?? []).toString('utf8'))
  } catch (cause) {
    return { answer: {}, problem: `it was not answered (${String(cause)})` }
  }
}

function readAnswer(text: string): Asked {
  let answer: Partial<Record<keyof ExecutionParameters, unknown>>
  try {
    answer = Object(JSON.parse(text)) as typeof answer
  } catch {
    return { answer: {}, problem: `its answer is no JSON: ${text.slice(0, 200)}` }
  }
  const wrong = Object.entries(members).find(([name, isRight]) => {
    const value = answer[name as keyof ExecutionParameters]
    return value !== undefined && !isRight(value)
  })
  if (wrong === undefined)
    return { answer: answer as Partial<ExecutionParameters>, problem: undefined }
  return { answer: {}, problem: `its ${wrong[0]} cannot be used: ${text.slice(0, 200)}` }
}

const members: Readonly<Record<keyof ExecutionParameters, (value: unknown) => boolean>> = {
  MaxConcurrentTransforms: (value) => Number.isSafeInteger(value) && (value as number) >= 1,
  BatchStrategy: (value) => typeof value === 'string' && Object.hasOwn(strategies, value),
  MaxPayloadInMB: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
}
