import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { create } from 'tar'
import { expect } from 'vitest'
import { Caller } from '../../src/protocols/caller.ts'
import { bodyOfBytes } from '../../src/protocols/request-body.ts'
import { invokeEndpoint } from '../../src/services/sagemaker-runtime/invoke-endpoint.ts'
import type { Answer, PlatformUnderTest } from './with-platform.ts'

/** Stores a model archive of the given files and returns its S3 URI. */
export async function modelArchive(
  test: PlatformUnderTest,
  files: Readonly<Record<string, string>>,
  key = 'models/model.tar.gz',
): Promise<string> {
  const folder = mkdtempSync(join(dirname(test.workDir), 'model-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const file = join(mkdtempSync(join(dirname(test.workDir), 'archive-')), 'model.tar.gz')
  create({ file, cwd: folder, gzip: true, sync: true }, Object.keys(files))
  return test.put(key, readFileSync(file))
}

/** Creates a model, with or without artifacts. */
export async function createModel(
  test: PlatformUnderTest,
  ModelName: string,
  Image: string,
  ModelDataUrl?: string,
  Environment?: Readonly<Record<string, string>>,
): Promise<void> {
  await test.sageMaker('CreateModel', {
    ModelName,
    PrimaryContainer: {
      Image,
      ...(ModelDataUrl && { ModelDataUrl }),
      ...(Environment && { Environment }),
    },
  })
}

/** Creates an endpoint and its configuration; variants are named `variant-0` and so on. */
export async function createEndpoint(
  test: PlatformUnderTest,
  variants: readonly object[],
  EndpointName = 'endpoint',
): Promise<void> {
  const EndpointConfigName = EndpointName === 'endpoint' ? 'config' : `${EndpointName}-config`
  await createConfig(test, EndpointConfigName, variants)
  await test.sageMaker('CreateEndpoint', { EndpointName, EndpointConfigName })
}

/** Creates a configuration whose variants are named as those of `createEndpoint`. */
export async function createConfig(
  test: PlatformUnderTest,
  EndpointConfigName: string,
  variants: readonly object[],
  changes: object = {},
): Promise<void> {
  await test.sageMaker('CreateEndpointConfig', {
    EndpointConfigName,
    ProductionVariants: variants.map((variant, i) => ({ VariantName: `variant-${i}`, ...variant })),
    ...changes,
  })
}

/** What an endpoint is on its way from. */
const onTheWay = ['Creating', 'Updating', 'RollingBack', 'SystemUpdating']

/** Describes an endpoint again and again until nothing is being done to it. */
export async function waitForEndpoint(
  test: PlatformUnderTest,
  EndpointName = 'endpoint',
): Promise<Answer> {
  let endpoint: Answer
  await expect
    .poll(async () => {
      endpoint = await test.sageMaker('DescribeEndpoint', { EndpointName })
      return onTheWay.includes(endpoint.EndpointStatus)
    })
    .toBe(false)
  return endpoint
}

/** How to invoke: `order` tells the fixture program `serves` how to answer. */
export interface Invocation {
  readonly order?: string
  readonly body?: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  readonly endpoint?: string
}

/** Invokes an endpoint as the gateway does. */
export async function invoke(
  test: PlatformUnderTest,
  { order, body = '', headers = {}, endpoint = 'endpoint' }: Invocation = {},
): Promise<{ text: string; body: Uint8Array; headers: Readonly<Record<string, unknown>> }> {
  const request = {
    endpointName: endpoint,
    headers: { ...(order && { 'x-amzn-sagemaker-custom-attributes': order }), ...headers },
    body: bodyOfBytes(Buffer.from(body)),
  }
  const context = { ...test.context, caller: new Caller() }
  const answer = await invokeEndpoint(test.platform, request, context)
  return {
    body: answer.body,
    headers: answer.headers,
    text: Buffer.from(answer.body).toString(),
  }
}
