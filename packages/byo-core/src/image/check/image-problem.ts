import { architectureOf } from '../../naming/instance-type.ts'
import { dockerManifest, type ImageConfig } from '../manifest.ts'
import { indexTypes } from '../media-types.ts'

/** An image as its registry tells of it. An index of images has no configuration. */
export interface ImageFacts {
  readonly mediaType: string
  readonly config: ImageConfig | undefined
  /** Bytes of the layers as they are sent. */
  readonly compressedBytes: number
}

/** What an image is wanted for. */
export interface ImageUse {
  /** The words of which SageMaker appends one to the entrypoint; none where a job names its own entrypoint. */
  readonly commands: readonly ('train' | 'serve')[]
  /** Labels that have to be `true`, for what not every container can do. */
  readonly labels: readonly string[]
  /** True where an endpoint or a batch transform is to serve it, which take less than training jobs. */
  readonly isHosted: boolean
  /** Such as `ml.m5.large`; none where they aren't known yet. */
  readonly instanceTypes: readonly string[]
}

/** Something by which SageMaker can't use an image, and what to do about it. */
export interface ImageProblem {
  readonly code: 'image-refused' | 'image-too-large'
  /** A sentence's second half, after the image's name. */
  readonly text: string
}

const gigabyte = 1024 ** 3

/** SageMaker's quota for the compressed image of an endpoint, in gigabytes. */
const largestImage = 10

const singleImage =
  'build it with "docker buildx build --platform linux/amd64 --provenance=false --output type=image,oci-mediatypes=false,push=true", or let publishImage build and publish it'

/** The first thing that is wrong with an image for its use; undefined where nothing is. */
export function imageProblem(
  { mediaType, config, compressedBytes }: ImageFacts,
  { commands, labels, isHosted, instanceTypes }: ImageUse,
): ImageProblem | undefined {
  if (indexTypes.includes(mediaType)) {
    return refused(
      `is an index of images for several platforms (${mediaType}), and SageMaker takes one: ${singleImage}.`,
    )
  }
  if (isHosted && mediaType !== dockerManifest) {
    return refused(
      `has the manifest ${mediaType}, and SageMaker hosts only ${dockerManifest}: ${singleImage}.`,
    )
  }
  const bytes = compressedBytes / gigabyte
  if (isHosted && bytes > largestImage) {
    return {
      code: 'image-too-large',
      text: `has ${bytes.toFixed(1)} GB compressed, and SageMaker serves images up to ${largestImage} GB: build on a smaller base, or leave out what only the build needs.`,
    }
  }
  if (config === undefined) return undefined
  return (
    platformProblem(config, instanceTypes) ??
    entrypointProblem(config, commands) ??
    labelProblem(config, labels)
  )
}

function platformProblem(
  { os = 'linux', architecture = 'amd64' }: ImageConfig,
  instanceTypes: readonly string[],
): ImageProblem | undefined {
  const platform = `${os}/${architecture}`
  if (platform !== 'linux/amd64' && platform !== 'linux/arm64') {
    return refused(
      `is for ${platform}, and SageMaker has machines for linux/amd64 and linux/arm64: build it with --platform linux/amd64.`,
    )
  }
  const misfit = instanceTypes.find((type) => architectureOf(type) !== architecture)
  if (misfit === undefined) return undefined
  return refused(
    architecture === 'arm64'
      ? `is for ${platform}, and ${misfit} is an x86-64 machine: build it with --platform linux/amd64, or choose a machine with Graviton, such as ml.c7g.large.`
      : `is for ${platform}, and ${misfit} has a Graviton processor: build it with --platform linux/arm64, or choose another machine, such as ml.m5.large.`,
  )
}

function entrypointProblem(
  { config = {} }: ImageConfig,
  commands: ImageUse['commands'],
): ImageProblem | undefined {
  if (commands.length === 0) return undefined
  const { Entrypoint } = config as { readonly Entrypoint?: readonly string[] | null }
  const [shell = '', flag = '', line = ''] = Entrypoint ?? []
  if (!/(^|\/)(ba|da|a)?sh$/.test(shell) || !/^-\w*c$/.test(flag) || Entrypoint?.length !== 3) {
    return undefined
  }
  return refused(
    `has its ENTRYPOINT as a line for a shell, "${line}", to which neither SageMaker's ${listed(commands)} nor its SIGTERM gets through: write it as a list, ENTRYPOINT ["node", "/opt/program/container.mjs"].`,
  )
}

function labelProblem(
  { config = {} }: ImageConfig,
  labels: readonly string[],
): ImageProblem | undefined {
  const { Labels } = config as { readonly Labels?: Readonly<Record<string, string>> | null }
  const missing = labels.filter((label) => Labels?.[label] !== 'true')
  if (missing.length === 0) return undefined
  const option = missing.map((label) => `'${label}': 'true'`).join(', ')
  const line = missing.map((label) => `${label}=true`).join(' ')
  return refused(
    `lacks the label ${line}, by which SageMaker knows what its containers can do: if they can do it, publish it with labels: { ${option} }, or write LABEL ${line} in the Dockerfile.`,
  )
}

/** The problem of an image that has neither an entrypoint nor a program by which it could start. */
export function missingCommand(commands: ImageUse['commands']): ImageProblem {
  return refused(
    `has no ENTRYPOINT and no program ${listed(commands)} in its PATH, which SageMaker starts: write ENTRYPOINT ["node", "/opt/program/container.mjs"], or add such a program.`,
  )
}

function listed(commands: ImageUse['commands']): string {
  return commands.map((command) => `"${command}"`).join(' or ')
}

function refused(text: string): ImageProblem {
  return { code: 'image-refused', text }
}
