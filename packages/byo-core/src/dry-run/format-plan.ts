import { formatBytes } from '../wording/format-bytes.ts'
import type { OmittedContent, PlannedRequest } from './planned-request.ts'

/**
 * A plan as text for people: each request with its number, its service and its input.
 *
 * @public
 * @example
 * ```ts
 * import { formatPlan, planTrainAndDeploy } from '@byo/core'
 *
 * const options = { image: 'iris', trainingData: { train: 's3://my-bucket/iris/' } }
 * console.log(formatPlan(await planTrainAndDeploy(options)))
 * ```
 */
export function formatPlan(requests: readonly PlannedRequest[]): string {
  return requests
    .map(({ service, operation, input }, index) => {
      const text = JSON.stringify(input, describeContent, 2).replaceAll('\n', '\n   ')
      return `${index + 1}. ${service} ${operation}\n   ${text}\n`
    })
    .join('')
}

function describeContent(member: string, value: unknown): unknown {
  if (member !== 'Body' && member !== 'layerPartBlob') return value
  const { bytes } = value as OmittedContent
  return bytes === undefined ? 'a stream' : formatBytes(bytes)
}
