import { expect, it } from 'vitest'
import { readCredentialScope } from '../../src/protocols/credential-scope.ts'

const none = new URLSearchParams()
const scope = { accessKeyId: 'AKID', region: 'eu-west-1', service: 's3' }

it('reads who asks, where and for what from a signed header', () => {
  const header =
    'AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0'

  expect(readCredentialScope(header, none)).toEqual(scope)
})

it('reads the same from a presigned address', () => {
  const query = new URLSearchParams(
    'X-Amz-Credential=AKID%2F20260101%2Feu-west-1%2Fs3%2Faws4_request',
  )

  expect(readCredentialScope(undefined, query)).toEqual(scope)
})

it.each([
  undefined,
  '',
  'Basic abc',
  'AWS4-HMAC-SHA256 Credential=AKID',
  'AWS4-HMAC-SHA256 Credential=a/b/c/d/e',
])('reads nothing from %s', (header) => {
  expect(readCredentialScope(header, none)).toBeUndefined()
})
