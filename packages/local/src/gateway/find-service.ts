import type { CredentialScope } from '../protocols/credential-scope.ts'
import { type HttpExchange, header } from '../protocols/http-exchange.ts'
import type { HttpService } from '../services/http-service.ts'

/** Everything that one port serves. */
export interface GatewayServices {
  /** AWS JSON 1.1: SageMaker, ECR, CloudWatch Logs, Application Auto Scaling. */
  readonly json: HttpService
  /** Forms and XML: STS, IAM and SNS. */
  readonly query: HttpService
  readonly runtime: HttpService
  readonly registry: HttpService
  readonly s3: HttpService
  /** Answers requests for services that are not here. */
  readonly unknown: HttpService
}

/** Tells whose request this is: by its target, its path, its form or what it is signed for; the rest is S3's. */
export function findService(
  exchange: HttpExchange,
  scope: CredentialScope | undefined,
): keyof GatewayServices {
  const { request, path } = exchange
  const isS3 = scope?.service === 's3'
  if (header(request, 'x-amz-target') !== undefined) return 'json'
  // A bucket may be called "endpoints" or "v2-something": what is signed for S3 is S3's.
  if (!isS3 && path.startsWith('/endpoints/')) return 'runtime'
  if (!isS3 && (path === '/v2' || path.startsWith('/v2/'))) return 'registry'
  if (/^(?:sts|iam|sns)$/.test(scope?.service ?? '')) return 'query'
  // S3 takes forms from browsers too, but at a bucket's address.
  if (scope === undefined && path === '/' && hasAction(exchange)) return 'query'
  return scope === undefined || isS3 ? 's3' : 'unknown'
}

function hasAction({ request, query }: HttpExchange): boolean {
  return request.method === 'POST' ? isForm(header(request, 'content-type')) : query.has('Action')
}

function isForm(contentType: string | undefined): boolean {
  return contentType?.toLowerCase().startsWith('application/x-www-form-urlencoded') ?? false
}
