import fc from 'fast-check'
import { serviceModel } from '../../src/validation/service-model.ts'

const methods = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS', 'TRACE', 'get', 'FOO']
const names = [
  'bucket',
  'no-such',
  'constructor',
  '__proto__',
  'x',
  '..',
  '%',
  '%zz',
  '%00',
  '%c3%28',
  '\xff',
  'a'.repeat(3000),
]
const shapes = [
  '/',
  '*',
  '//',
  '/NAME',
  '/NAME/',
  '/NAME/NAME',
  '/NAME//../NAME',
  '/endpoints/NAME/invocations',
  '/endpoints/NAME/NAME',
  '/v2',
  '/v2/NAME/tags/list',
  '/v2/NAME/manifests/NAME',
  '/v2/NAME/blobs/NAME',
  '/v2/NAME/blobs/uploads/NAME',
  '/v2/NAME/blobs/uploads/',
  'http://NAME/NAME',
]
const parameters = [
  'acl',
  'uploads',
  'uploadId',
  'partNumber',
  'list-type',
  'max-keys',
  'prefix',
  'delimiter',
  'continuation-token',
  'marker',
  'encoding-type',
  'delete',
  'tagging',
  'versionId',
  'response-content-type',
  'part-number-marker',
  'max-parts',
  'attributes',
  'Action',
  'Version',
  'RoleName',
  'digest',
  'mount',
  'from',
  'n',
  'last',
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-Signature',
  'X-Amz-SignedHeaders',
  'AWSAccessKeyId',
  'Signature',
  'Expires',
  '__proto__',
  'constructor',
  '',
]
const values = [
  '',
  '0',
  '1',
  '2',
  '-1',
  '1e99',
  '99999999999999999999',
  'x',
  '%zz',
  '%00',
  '%ff',
  'constructor',
  '__proto__',
  'url',
  'AWS4-HMAC-SHA256',
  '20260101T000000Z',
  '99999999T999999Z',
  'local/20260101/us-east-1/s3/aws4_request',
  'GetRole',
  'sha256:0',
  'a'.repeat(2000),
]
const headerNames = [
  'host',
  'authorization',
  'content-type',
  'content-length',
  'content-encoding',
  'content-md5',
  'content-range',
  'date',
  'expect',
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'range',
  'transfer-encoding',
  'upgrade',
  'x-amz-acl',
  'x-amz-checksum-crc32',
  'x-amz-checksum-sha256',
  'x-amz-content-sha256',
  'x-amz-copy-source',
  'x-amz-copy-source-range',
  'x-amz-custom-attributes',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-meta-\xe9',
  'x-amz-metadata-directive',
  'x-amz-object-attributes',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-security-token',
  'x-amz-storage-class',
  'x-amz-tagging',
  'x-amz-target',
  'x-amz-trailer',
  'x-amzn-sagemaker-inference-id',
  'x-amzn-sagemaker-target-variant',
  '__proto__',
  'constructor',
]
const headerValues = [
  '',
  'x',
  '0',
  '-1',
  '1',
  '18446744073709551616',
  'chunked',
  '100-continue',
  'aws-chunked',
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'UNSIGNED-PAYLOAD',
  'bytes=0-0',
  'bytes=9-1',
  'bytes=-',
  'bytes 0-5/6',
  '0-5',
  '/bucket/key',
  'bucket/%zz',
  '?',
  'COPY',
  'REPLACE',
  'CRC32',
  'x-amz-checksum-crc32',
  'AAAAAA==',
  '"x", *',
  '*',
  'a=b&a=b',
  'Thu, 01 Jan 1970 00:00:00 GMT',
  '\xff\x01',
  'bucket.localhost',
  '[::1',
  'application/x-www-form-urlencoded',
  'application/x-amz-json-1.1',
  'multipart/form-data; boundary=x',
  'AWS4-HMAC-SHA256',
  'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/s3/aws4_request, SignedHeaders=host;__proto__, Signature=\xff',
  'AWS4-HMAC-SHA256 Credential=/////, SignedHeaders=, Signature=',
  'AWS4-HMAC-SHA256 Credential=x/20260101/r/sts/aws4_request, SignedHeaders=host, Signature=0',
  'Basic %%%',
  'Bearer x',
  'SageMaker.__proto__',
  '__proto__.toString',
  'SageMaker',
  '.',
  'a'.repeat(4000),
]
const bodies = [
  '',
  '{',
  '[',
  'null',
  '{}',
  '{"__proto__":{"a":1}}',
  '[['.repeat(20_000),
  '<',
  '<Delete>',
  '<a/>',
  '<!DOCTYPE a [<!ENTITY b "c">]><Delete>&b;</Delete>',
  '<Delete><Object><Key>k</Key></Object></Delete>',
  '<a>'.repeat(20_000),
  '<Delete>'.repeat(5000) + '</Delete>'.repeat(5000),
  '<CompleteMultipartUpload><Part><PartNumber>x</PartNumber></Part></CompleteMultipartUpload>',
  '<Delete><__proto__>x</__proto__><constructor/></Delete>',
  '<Tagging><TagSet><Tag/></TagSet></Tagging>',
  '<CreateBucketConfiguration><LocationConstraint>\xff</LocationConstraint></CreateBucketConfiguration>',
  'Action=GetRole&RoleName=%zz',
  'Action=AssumeRole&RoleArn=x&DurationSeconds=1e9',
  '&&==%',
  '5\r\nhello\r\n0\r\n\r\n',
  '5;chunk-signature=x\r\nhello\r\n0;x\r\nx-amz-checksum-crc32:AAAA\r\n\r\n',
  'ffffffffffff\r\n',
  '\x00\xff\xfe',
  'x'.repeat(100_000),
]

/** Headers that HTTP itself does not look at, and values that it takes for each of them. */
const harmlessNames = headerNames.filter((name) =>
  /^(x-amz-[a-z]|range|if-|content-md5|content-type)/.test(name),
)
const harmlessValues = headerValues.filter((value) => /^[ -~]*$/.test(value))

const pick = fc.constantFrom
/** Mostly one that works, so that a request gets to where the other parts matter. */
const mostly = (good: readonly string[], all: readonly string[]) =>
  fc.oneof({ arbitrary: pick(...good), weight: 3 }, { arbitrary: pick(...all), weight: 1 })
const target = fc
  .tuple(
    mostly(['/bucket', '/bucket/x', '/bucket/x', '/v2/repo/blobs/uploads/'], shapes),
    fc.array(pick(...names), { minLength: 2, maxLength: 2 }),
  )
  .map(([shape, [a = '', b = '']]) => shape.replace('NAME', a).replace('NAME', b))
const knownParameters = [
  'uploads',
  'uploadId',
  'partNumber',
  'list-type',
  'max-keys',
  'delete',
  'prefix',
  'marker',
]
const query = fc
  .array(fc.tuple(mostly(knownParameters, parameters), pick(...values)), { maxLength: 2 })
  .map((pairs) => (pairs.length === 0 ? '' : `?${pairs.map((pair) => pair.join('=')).join('&')}`))
const headers = fc
  .array(fc.tuple(mostly(harmlessNames, headerNames), mostly(harmlessValues, headerValues)), {
    maxLength: 4,
  })
  .map((pairs) => pairs.map((pair) => `${pair.join(': ')}\r\n`).join(''))

/** A request of HTTP's form with unlikely parts; its length is right, missing, or one of the headers'. */
export const uglyRequest: fc.Arbitrary<Buffer> = fc
  .record({
    method: mostly(['GET', 'PUT', 'POST', 'HEAD'], methods),
    target,
    query,
    headers,
    body: pick(...bodies),
    length: mostly(['right'], ['none', 'short']),
  })
  .map(({ method, target, query, headers, body, length }) => {
    const bytes = length === 'short' ? body.slice(0, body.length / 2) : body
    const size = length === 'none' ? '' : `content-length: ${body.length}\r\n`
    const head = `${method} ${target}${query} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${size}${headers}\r\n`
    return Buffer.from(head + bytes, 'latin1')
  })

const ecrOperations = [
  'BatchCheckLayerAvailability',
  'BatchDeleteImage',
  'BatchGetImage',
  'CompleteLayerUpload',
  'CreateRepository',
  'DeleteRepository',
  'DescribeImages',
  'DescribeRepositories',
  'GetAuthorizationToken',
  'GetDownloadUrlForLayer',
  'InitiateLayerUpload',
  'ListImages',
  'PutImage',
  'UploadLayerPart',
]
const logsOperations = [
  'DescribeLogGroups',
  'DescribeLogStreams',
  'FilterLogEvents',
  'GetLogEvents',
]
const scalingOperations = [
  'DescribeScalableTargets',
  'DescribeScalingActivities',
  'PutScalingPolicy',
  'RegisterScalableTarget',
]
const otherOperations = Object.keys(serviceModel.operations)
const targets = [
  ...ecrOperations.map((name) => `AmazonEC2ContainerRegistry_V20150921.${name}`),
  ...logsOperations.map((name) => `Logs_20140328.${name}`),
  ...scalingOperations.map((name) => `AnyScaleFrontendService.${name}`),
  ...otherOperations.map((name) => `SageMaker.${name}`),
]
const ecrMembers = [
  'repositoryName',
  'repositoryNames',
  'registryId',
  'imageIds',
  'imageManifest',
  'imageTag',
  'imageDigest',
  'layerDigest',
  'layerDigests',
  'uploadId',
  'partFirstByte',
  'partLastByte',
  'layerPartBlob',
  'maxResults',
  'nextToken',
  'filter',
  'force',
  'imageTagMutability',
  'encryptionConfiguration',
  'tags',
]
const members = [
  ...new Set([
    ...ecrMembers,
    ...Object.values(serviceModel.operations).flatMap((name) =>
      Object.keys(serviceModel.shapes[name]?.members ?? {}),
    ),
    '__proto__',
    'constructor',
  ]),
]
const json: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    pick<unknown>(
      null,
      true,
      0,
      -1,
      1.5,
      1e300,
      '',
      'x',
      'repo',
      'a'.repeat(70),
      '\u0000',
      '\ud800',
      '{}',
      'arn:aws:sagemaker:us-east-1:000000000000:model/x',
      's3://bucket/k',
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(pick(...members, 'S3Uri', 'ModelName', 'Image', 'Key', 'Value'), tie('value'), {
      maxKeys: 4,
    }),
  ),
})).value

/** A request of a JSON service that HTTP has nothing against: its members are what they should not be. */
export const uglyCall: fc.Arbitrary<Buffer> = fc
  .tuple(pick(...targets), fc.dictionary(pick(...members), json, { maxKeys: 6 }))
  .map(([target, input]) => {
    const body = Buffer.from(JSON.stringify(input))
    const head = `POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-amz-target: ${target}\r\ncontent-length: ${body.length}\r\n\r\n`
    return Buffer.concat([Buffer.from(head), body])
  })

/** No HTTP, or hardly. */
export const garbage: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  uglyRequest.chain((bytes) =>
    fc
      .nat(bytes.length)
      .map((end) => Buffer.concat([bytes.subarray(0, end), Buffer.from('\r\n\r\n')])),
  ),
)
