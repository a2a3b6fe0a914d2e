import { ByoError } from '../errors.ts'
import { checkName } from '../naming/check-name.ts'
import { checkCount, checkNumber, checkText } from '../requests/check-limits.ts'
import type {
  CapacityOptions,
  EndpointConfigOptions,
  HostedModels,
  ServerlessOptions,
  VariantOptions,
} from './hosting-options.ts'
import { checkWeight } from './update-weights.ts'

const maxVariants = 10
/** What stands in a variant alone when there are variants. */
const ownOfVariants = [
  'instanceType',
  'instanceCount',
  'volumeSizeInGB',
  'serverless',
  'startupHealthCheckTimeoutInSeconds',
  'modelDataDownloadTimeoutInSeconds',
] as const
const machine = {
  max: 64,
  pattern: /^ml\.[\w.-]+$/,
  wanted: 'a machine of SageMaker, such as ml.m5.large',
}
const timeout = { min: 60, max: 3600 }

/** The variants, with one model as the only one; an `invalid-option` error for what SageMaker would refuse. */
export function resolveVariants(
  options: HostedModels & EndpointConfigOptions,
): readonly VariantOptions[] {
  const { model, variants } = options
  if (variants === undefined) {
    if (model === undefined) throw invalid('There is nothing to host: give a model or variants.')
    checkCapacity(options, '')
    return [{ ...options, name: 'AllTraffic', model }]
  }
  if (model !== undefined) throw invalid('Give either a model or variants, not both.')
  const stray = ownOfVariants.find((option) => options[option] !== undefined)
  if (stray !== undefined) throw invalid(`With variants, give ${stray} in each of them.`)
  if (options.sdkOptions?.variant) throw invalid('With variants, give sdkOptions in each of them.')
  checkVariants(variants)
  return variants
}

function checkVariants(variants: readonly VariantOptions[]): void {
  checkCount('variants', variants.length, { min: 1, max: maxVariants })
  const names = variants.map(({ name }) => checkName('variant', name))
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw invalid(`Two variants are called "${twice}".`)
  for (const variant of variants) {
    checkCapacity(variant, ` of the variant ${variant.name}`)
    checkWeight(variant.name, variant.weight)
  }
}

function checkCapacity(options: CapacityOptions, where: string): void {
  const { serverless, instanceType, instanceCount, volumeSizeInGB } = options
  checkText(`instanceType${where}`, instanceType, machine)
  checkNumber(`instanceCount${where}`, instanceCount, { min: 1, max: Number.POSITIVE_INFINITY })
  checkNumber(`volumeSizeInGB${where}`, volumeSizeInGB, { min: 1, max: 512 })
  for (const option of [
    'startupHealthCheckTimeoutInSeconds',
    'modelDataDownloadTimeoutInSeconds',
  ] as const) {
    checkNumber(`${option}${where}`, options[option], timeout)
  }
  if (serverless === undefined) return
  const stray = (['instanceType', 'instanceCount', 'volumeSizeInGB'] as const).find(
    (option) => options[option] !== undefined,
  )
  if (stray !== undefined) {
    throw invalid(`Give either serverless or ${stray}${where}: serverless has no instances.`)
  }
  checkServerless(serverless, where)
}

/** Steps of memory: SageMaker's documentation of ProductionVariantServerlessConfig. */
function checkServerless(serverless: ServerlessOptions, where: string): void {
  const { memorySizeInMB, maxConcurrency, provisionedConcurrency } = serverless
  if (![1024, 2048, 3072, 4096, 5120, 6144].includes(memorySizeInMB)) {
    throw invalid(
      `serverless.memorySizeInMB${where} is ${memorySizeInMB}; give 1024, 2048, 3072, 4096, 5120 or 6144.`,
    )
  }
  checkNumber(`serverless.maxConcurrency${where}`, maxConcurrency, { min: 1, max: 200 })
  checkNumber(`serverless.provisionedConcurrency${where}`, provisionedConcurrency, {
    min: 1,
    max: maxConcurrency,
  })
}

function invalid(message: string): ByoError {
  return new ByoError('invalid-option', message)
}
