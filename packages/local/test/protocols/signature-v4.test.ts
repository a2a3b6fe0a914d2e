import { expect, it } from 'vitest'
import { sha256, signatureV4 } from '../../src/protocols/signature-v4.ts'

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const host = (name: string) => (name === 'host' ? ['examplebucket.s3.amazonaws.com'] : [])

it('makes the signature that AWS’s documentation gives for a presigned address [G113]', () => {
  const query =
    'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host'
  const { signature } = signatureV4(
    { method: 'GET', path: '/test.txt', query: `${query}&X-Amz-Signature=x`, headers: host },
    {
      time: '20130524T000000Z',
      scope: '20130524/us-east-1/s3/aws4_request',
      signedHeaders: ['host'],
      payloadHash: 'UNSIGNED-PAYLOAD',
    },
    secret,
  )

  expect(signature).toBe('aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404')
})

it.each([
  ['s3', '/b/a%20b*', '/b/a%20b%2A'],
  ['s3', '/b/a//../%2F', '/b/a//..//'],
  ['sagemaker', '/endpoints/a%20b/x', '/endpoints/a%2520b/x'],
  ['sagemaker', '/a//./b/../c/', '/a/c/'],
  ['sagemaker', '/', '/'],
  ['s3', '/%zz', '/%25zz'],
])('writes for %s the path %s as %s', (service, path, canonical) => {
  expect(canonicalLines({ path, service })[1]).toBe(canonical)
})

it.each([
  ['b=2&a=1&a=0', 'a=0&a=1&b=2'],
  ['acl', 'acl='],
  ['a=x=y&b=%2B+', 'a=x%3Dy&b=%2B%2B'],
  ['a=%zz&&', 'a=%25zz'],
])('writes the query %s as %s', (query, canonical) => {
  expect(canonicalLines({ query })[2]).toBe(canonical)
})

it('joins the values of a header and takes their spaces together', () => {
  const headers = () => [' a   b ', 'c']

  expect(canonicalLines({ headers })[3]).toBe('host:a b,c')
})

function canonicalLines({
  path = '/',
  query = '',
  service = 's3',
  headers = host as (name: string) => string[],
}): string[] {
  return signatureV4(
    { method: 'GET', path, query, headers },
    {
      time: '20130524T000000Z',
      scope: `20130524/us-east-1/${service}/aws4_request`,
      signedHeaders: ['host'],
      payloadHash: sha256(''),
    },
    secret,
  ).canonicalRequest.split('\n')
}
