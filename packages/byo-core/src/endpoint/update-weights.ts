import type { DescribeEndpointOutput, DesiredWeightAndCapacity } from '@aws-sdk/client-sagemaker'
import { ByoError } from '../errors.ts'
import { checkName } from '../naming/check-name.ts'
import { readAwsError } from '../requests/aws-error.ts'
import { checkCount, checkNumber } from '../requests/check-limits.ts'
import { isInProgress } from '../requests/error-kinds.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import type { WaitOptions } from '../waiting/wait-options.ts'
import { waitForUpdate } from './wait-for-update.ts'
import { describeEndpoint, type EndpointProgress } from './watch-endpoint.ts'

/**
 * What a variant is to have; what isn't given stays.
 *
 * @public
 */
export interface VariantChange {
  /** Its share of the requests is its part of all weights' sum; 0 or more. */
  readonly weight?: number | undefined
  /** How many machines serve it. */
  readonly instanceCount?: number | undefined
}

/** Changes weights and machines of variants, by their names, and waits until it's done. */
export async function updateWeights(
  session: Session,
  name: string,
  changes: Readonly<Record<string, VariantChange>>,
  options: WaitOptions<EndpointProgress> = {},
): Promise<void> {
  const desired = desiredOf(changes)
  const isReached = (now: DescribeEndpointOutput) => desired.every((one) => isSetIn(now, one))
  const before = await describeEndpoint(session, name, options.signal)
  const sageMaker = await session.clients.sageMaker()
  const input = { EndpointName: name, DesiredWeightsAndCapacities: desired }
  throwIfAborted(options.signal, `updating endpoint ${name}`)
  await request('UpdateEndpointWeightsAndCapacities', undefined, () =>
    sageMaker.updateEndpointWeightsAndCapacities(input),
  ).catch(async (error: unknown) => {
    // The first attempt may have succeeded without an answer.
    const isAgain = isInProgress(error) && readAwsError(error).attempts > 1
    if (!isAgain || !isReached(await describeEndpoint(session, name, undefined))) throw error
  })
  await waitForUpdate(session, name, { before, isReached }, options)
}

function desiredOf(changes: Readonly<Record<string, VariantChange>>): DesiredWeightAndCapacity[] {
  const entries = Object.entries(changes)
  checkCount('variants to change', entries.length, { min: 1, max: Number.POSITIVE_INFINITY })
  return entries.map(([variant, { weight, instanceCount }]) => {
    checkName('variant', variant)
    checkNumber(`instanceCount of the variant ${variant}`, instanceCount, {
      max: Number.POSITIVE_INFINITY,
    })
    checkWeight(variant, weight)
    if (weight === undefined && instanceCount === undefined) {
      throw invalid(`Give the variant ${variant} a weight, an instanceCount or both.`)
    }
    return {
      VariantName: variant,
      ...(weight !== undefined && { DesiredWeight: weight }),
      ...(instanceCount !== undefined && { DesiredInstanceCount: instanceCount }),
    }
  })
}

function isSetIn(
  { ProductionVariants = [] }: DescribeEndpointOutput,
  { VariantName, DesiredWeight, DesiredInstanceCount }: DesiredWeightAndCapacity,
): boolean {
  const there = ProductionVariants.find((variant) => variant.VariantName === VariantName)
  const hasWeight =
    DesiredWeight === undefined ||
    // SageMaker keeps weights as single-precision numbers.
    Math.fround(there?.DesiredWeight ?? Number.NaN) === Math.fround(DesiredWeight)
  return (
    hasWeight &&
    (DesiredInstanceCount === undefined || there?.DesiredInstanceCount === DesiredInstanceCount)
  )
}

/** Throws unless the weight is left out or one that SageMaker takes. */
export function checkWeight(variant: string, weight: number | undefined): void {
  if (weight === undefined || (weight >= 0 && Number.isFinite(weight))) return
  throw invalid(`The weight of the variant ${variant} is ${weight}; give 0 or more.`)
}

function invalid(message: string): ByoError {
  return new ByoError('invalid-option', message)
}
