import { ByoError } from '../errors.ts'
import { checkName } from '../naming/check-name.ts'
import type { ContainerOptions, ModelOptions, VpcOptions } from './model-options.ts'

// Limits. Source: AWS's API model.
const maxContainers = 15
const maxImage = 255
const maxAddress = 1024
const maxVariables = 100
const variable = /^[a-zA-Z_][a-zA-Z0-9_]{0,1023}$/
const maxValue = 1024

/** Throws an `invalid-option` error for what CreateModel would refuse. */
export function checkModel(options: ModelOptions): void {
  if (options.containers === undefined) checkContainer(options)
  else checkPipeline(options.containers)
  if (options.vpc) checkVpc(options.vpc)
}

function checkPipeline(containers: readonly ContainerOptions[]): void {
  if (containers.length < 1 || containers.length > maxContainers) {
    throw invalid(
      `There are ${containers.length} containers; a model has from 1 to ${maxContainers}.`,
    )
  }
  for (const container of containers) checkContainer(container)
  const names = containers.flatMap(({ hostname }) => hostname ?? [])
  if (names.length > 0 && new Set(names).size < containers.length) {
    throw invalid('Give each container of a pipeline a hostname of its own, or none to all.')
  }
}

function checkContainer(container: ContainerOptions): void {
  const { image, modelDataUri, multiModel = false, environment = {}, hostname } = container
  const uri = typeof image === 'string' ? image : image.uri
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
  checkEnvironment(environment)
}

function checkAddress(uri: string): void {
  if (/^(https|s3):\/\/[^/]+/.test(uri) && uri.length <= maxAddress) return
  throw invalid(
    `The model data "${uri}" is not in S3: give an s3:// address of at most ${maxAddress} characters, or let deployModel send a folder there.`,
  )
}

function checkEnvironment(environment: Readonly<Record<string, string>>): void {
  const variables = Object.entries(environment)
  if (variables.length > maxVariables) {
    throw invalid(
      `There are ${variables.length} variables in environment; a container of a model has at most ${maxVariables}.`,
    )
  }
  for (const [name, value] of variables) {
    if (!variable.test(name)) {
      throw invalid(
        `"${name}" is not a variable's name: use letters, digits and _, no digit first.`,
      )
    }
    if (value.length > maxValue) {
      throw invalid(
        `The variable ${name} has ${value.length} characters; SageMaker takes at most ${maxValue}.`,
      )
    }
  }
}

function checkVpc({ subnets, securityGroupIds }: VpcOptions): void {
  if (subnets.length < 1 || subnets.length > 16) {
    throw invalid(`vpc has ${subnets.length} subnets; give from 1 to 16.`)
  }
  if (securityGroupIds.length < 1 || securityGroupIds.length > 5) {
    throw invalid(`vpc has ${securityGroupIds.length} securityGroupIds; give from 1 to 5.`)
  }
}

function invalid(message: string): ByoError {
  return new ByoError('invalid-option', message)
}
