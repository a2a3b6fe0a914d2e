/** Where a resource lives: the part of a request's context that its name is made of. */
export interface Owner {
  readonly accountId: string
  readonly region: string
}

/** The ARN of a resource, such as `arn:aws:ecr:us-east-1:000000000000:repository/iris`. */
export function formatArn(service: string, owner: Owner, resource: string): string {
  return `arn:${partitionOf(owner.region)}:${service}:${owner.region}:${owner.accountId}:${resource}`
}

/** The ARN of a SageMaker resource, whose name AWS writes in lower case there. */
export function sageMakerArn(owner: Owner, type: string, name: string): string {
  return formatArn('sagemaker', owner, `${type}/${name.toLowerCase()}`)
}

/** The partition of a region: China and GovCloud stand apart from `aws`. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  if (region.startsWith('us-gov-')) return 'aws-us-gov'
  return 'aws'
}

/** The domain that a region's services are found under. */
export function domainOf(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
}
