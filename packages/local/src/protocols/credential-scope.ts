/** What a signed request says about itself: `AKID/20260101/us-east-1/s3/aws4_request`. */
export interface CredentialScope {
  readonly accessKeyId: string
  readonly region: string
  readonly service: string
}

/** The scope of a request signed in its Authorization header or, as a presigned URL is, in its query. */
export function readCredentialScope(
  authorization: string | undefined,
  query: URLSearchParams,
): CredentialScope | undefined {
  const inHeader = /^AWS4-[A-Z0-9-]+ .*?Credential=([^,\s]+)/.exec(authorization ?? '')?.[1]
  return parseScope(inHeader ?? query.get('X-Amz-Credential') ?? '')
}

/** The access key comes first and may hold slashes itself, so the scope is read from its end. */
function parseScope(credential: string): CredentialScope | undefined {
  const match = /^(.+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request$/.exec(credential)
  if (match === null) return undefined
  const [, accessKeyId, region, service] = match as unknown as [string, string, string, string]
  return { accessKeyId, region, service }
}
