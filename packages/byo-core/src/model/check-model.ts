import { ByoError } from '../errors.ts'
import { checkName } from '../naming/check-name.ts'
import { uriOf } from '../naming/reference.ts'
import { checkEnvironment } from '../requests/check-environment.ts'
import { checkCount } from '../requests/check-limits.ts'
import { formatTags } from '../requests/format-tags.ts'
import { formatVpc } from '../requests/format-vpc.ts'
import { checkImageConfig } from '../requests/image-config.ts'
import type { ContainerOptions, ModelOptions } from './model-options.ts'

// Limits. Source: AWS's API model.
const maxContainers = 15
const maxImage = 255
const maxAddress = 1024
const maxVariable = 1024

/** Throws an `invalid-option` error for what CreateModel would refuse. */
export function checkModel(options: ModelOptions): void {
  if (options.containers === undefined) checkContainer(options)
  else checkPipeline(options.containers)
  const hasVpc = options.vpc !== undefined || options.sdkOptions?.VpcConfig !== undefined
  for (const { imageConfig } of options.containers ?? [options]) {
    if (imageConfig) checkImageConfig(imageConfig, hasVpc)
  }
  if (options.vpc) formatVpc(options.vpc)
  if (options.tags) formatTags(options.tags)
}

function checkPipeline(containers: readonly ContainerOptions[]): void {
  checkCount('containers', containers.length, { min: 1, max: maxContainers })
  for (const container of containers) checkContainer(container)
  const names = containers.flatMap(({ hostname }) => hostname ?? [])
  if (names.length > 0 && new Set(names).size < containers.length) {
    throw invalid('Give each container of a pipeline a hostname of its own, or none to all.')
  }
}

function checkContainer(container: ContainerOptions): void {
  const { image, modelDataUri, multiModel = false, environment = {}, hostname } = container
  const uri = uriOf(image)
  if (!/^\S+$/.test(uri) || uri.length > maxImage) {
    throw invalid(
      `The image "${uri}" is not an address; give one of at most ${maxImage} characters without spaces.`,
    )
  }
  if (modelDataUri !== undefined) checkAddress(modelDataUri)
  else if (multiModel) {
    throw invalid('With multiModel, give the prefix of the archives in modelDataUri.')
  }
  if (hostname !== undefined) checkName('container', hostname)
  checkEnvironment(environment, { maxLength: maxVariable })
}

function checkAddress(uri: string): void {
  if (/^(https|s3):\/\/[^/]+/.test(uri) && uri.length <= maxAddress) return
  throw invalid(
    `The model data "${uri}" is not in S3: give an s3:// address of at most ${maxAddress} characters, or let deployModel send a folder there.`,
  )
}

function invalid(message: string): ByoError {
  return new ByoError('invalid-option', message)
}
