import type { JsonOperation, JsonOperations, RequestContext } from '../operation.ts'
import type { EcrState } from './ecr-context.ts'
import { getAuthorizationToken } from './get-authorization-token.ts'
import { batchDeleteImage, batchGetImage, describeImages, listImages } from './images.ts'
import {
  batchCheckLayerAvailability,
  completeLayerUpload,
  getDownloadUrlForLayer,
  initiateLayerUpload,
  uploadLayerPart,
} from './layers.ts'
import {
  deleteLifecyclePolicy,
  getLifecyclePolicy,
  putLifecyclePolicy,
} from './lifecycle-policies.ts'
import { putImage } from './put-image.ts'
import { createRepository, deleteRepository, describeRepositories } from './repositories.ts'
import { putImageScanningConfiguration, putImageTagMutability } from './repository-settings.ts'
import { listTagsForResource, tagResource, untagResource } from './resource-tags.ts'
import { validateEcrInput } from './validate-ecr-input.ts'

// biome-ignore lint/suspicious/noExplicitAny: the input's shape differs per operation and is checked against AWS's model before the operation runs
type EcrOperation = (state: EcrState, input: any, context: RequestContext) => unknown

/** The operations of ECR, `X-Amz-Target: AmazonEC2ContainerRegistry_V20150921.<name>`. */
export function createEcrOperations(state: EcrState): JsonOperations {
  const table: Readonly<Record<string, EcrOperation>> = {
    CreateRepository: createRepository,
    DescribeRepositories: describeRepositories,
    DeleteRepository: deleteRepository,
    PutImageTagMutability: putImageTagMutability,
    PutImageScanningConfiguration: putImageScanningConfiguration,
    PutLifecyclePolicy: putLifecyclePolicy,
    GetLifecyclePolicy: getLifecyclePolicy,
    DeleteLifecyclePolicy: deleteLifecyclePolicy,
    TagResource: tagResource,
    UntagResource: untagResource,
    ListTagsForResource: listTagsForResource,
    GetAuthorizationToken: getAuthorizationToken,

    BatchCheckLayerAvailability: batchCheckLayerAvailability,
    InitiateLayerUpload: initiateLayerUpload,
    UploadLayerPart: uploadLayerPart,
    CompleteLayerUpload: completeLayerUpload,
    GetDownloadUrlForLayer: getDownloadUrlForLayer,

    PutImage: putImage,
    BatchGetImage: batchGetImage,
    DescribeImages: describeImages,
    ListImages: listImages,
    BatchDeleteImage: batchDeleteImage,
  }
  return Object.fromEntries(
    Object.entries(table).map(([name, operation]): [string, JsonOperation] => [
      name,
      (input, context) => operation(state, validateEcrInput(name, input), context),
    ]),
  )
}
