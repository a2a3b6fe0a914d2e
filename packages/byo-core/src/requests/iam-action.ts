/** The operations outside SageMaker that this package asks for, and the permission that each needs. */
const actions: Readonly<Record<string, string>> = {
  GetCallerIdentity: 'sts:GetCallerIdentity',
  // S3 names some permissions otherwise than the operations.
  HeadBucket: 's3:ListBucket',
  HeadObject: 's3:GetObject',
  CreateBucket: 's3:CreateBucket',
  ListObjectsV2: 's3:ListBucket',
  GetObject: 's3:GetObject',
  PutObject: 's3:PutObject',
  DeleteObjects: 's3:DeleteObject',
  ListMultipartUploads: 's3:ListBucketMultipartUploads',
  AbortMultipartUpload: 's3:AbortMultipartUpload',
  DescribeLogStreams: 'logs:DescribeLogStreams',
  GetLogEvents: 'logs:GetLogEvents',
  RegisterScalableTarget: 'application-autoscaling:RegisterScalableTarget',
  DeregisterScalableTarget: 'application-autoscaling:DeregisterScalableTarget',
  PutScalingPolicy: 'application-autoscaling:PutScalingPolicy',
  DescribeRepositories: 'ecr:DescribeRepositories',
  DescribeImages: 'ecr:DescribeImages',
  CreateRepository: 'ecr:CreateRepository',
  DeleteRepository: 'ecr:DeleteRepository',
  GetAuthorizationToken: 'ecr:GetAuthorizationToken',
  BatchCheckLayerAvailability: 'ecr:BatchCheckLayerAvailability',
  InitiateLayerUpload: 'ecr:InitiateLayerUpload',
  UploadLayerPart: 'ecr:UploadLayerPart',
  CompleteLayerUpload: 'ecr:CompleteLayerUpload',
  PutImage: 'ecr:PutImage',
  BatchDeleteImage: 'ecr:BatchDeleteImage',
  BatchGetImage: 'ecr:BatchGetImage',
  GetDownloadUrlForLayer: 'ecr:GetDownloadUrlForLayer',
  PutLifecyclePolicy: 'ecr:PutLifecyclePolicy',
}

/**
 * What a policy must allow for the operation, such as `sagemaker:CreateModel`; or what AWS's own words
 * name, since one operation may need several (`sagemaker:AddTags` for what is made with tags).
 */
export function iamActionOf(operation: string, awsMessage = ''): string {
  const [, named] = /not authorized to perform:? ([a-z0-9-]+:\w+)/.exec(awsMessage) ?? []
  return named ?? actions[operation] ?? `sagemaker:${operation}`
}
