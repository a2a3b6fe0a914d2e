import type { JsonOperation, JsonOperations, RequestContext } from '../operation.ts'
import { checkMembers } from './check-members.ts'
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
import { putImage } from './put-image.ts'
import { createRepository, deleteRepository, describeRepositories } from './repositories.ts'

/** The operations of ECR, `X-Amz-Target: AmazonEC2ContainerRegistry_V20150921.<name>`. */
export function createEcrOperations(state: EcrState): JsonOperations {
  const on =
    <Input>(
      operation: (state: EcrState, input: Input, context: RequestContext) => unknown,
    ): JsonOperation =>
    (input, context) =>
      operation(state, checkMembers(input) as Input, context)
  return {
    CreateRepository: on(createRepository),
    DescribeRepositories: on(describeRepositories),
    DeleteRepository: on(deleteRepository),
    GetAuthorizationToken: on(getAuthorizationToken),

    BatchCheckLayerAvailability: on(batchCheckLayerAvailability),
    InitiateLayerUpload: on(initiateLayerUpload),
    UploadLayerPart: on(uploadLayerPart),
    CompleteLayerUpload: on(completeLayerUpload),
    GetDownloadUrlForLayer: on(getDownloadUrlForLayer),

    PutImage: on(putImage),
    BatchGetImage: on(batchGetImage),
    DescribeImages: on(describeImages),
    ListImages: on(listImages),
    BatchDeleteImage: on(batchDeleteImage),
  }
}
