import type { OwnClients } from '../clients.ts'
import { ByoError } from '../errors.ts'
import type { SessionOptions } from './session.ts'

/** The region that the options name, or that of the first of the caller's own clients. */
export async function wantedRegion({
  region,
  clientConfig,
  clients = {},
}: SessionOptions): Promise<string | undefined> {
  if (region !== undefined) return region
  const configured = clientConfig?.region
  if (typeof configured === 'string') return configured
  if (configured !== undefined) return regionOf({ config: { region: configured } })
  const own = Object.values(clients).find((client) => client !== undefined)
  return own && regionOf(own)
}

/** A method of each client, by which it's told from a bare one such as an `S3Client`. */
const methods: Readonly<Record<keyof OwnClients, string>> = {
  sts: 'getCallerIdentity',
  s3: 'headBucket',
  ecr: 'putImage',
  sageMaker: 'createModel',
  sageMakerRuntime: 'invokeEndpoint',
  cloudWatchLogs: 'getLogEvents',
  applicationAutoScaling: 'registerScalableTarget',
}

/** Checks that the caller's own clients are of the right kind and work in the session's region. */
export async function checkOwnClients(
  clients: OwnClients | undefined,
  region: string,
): Promise<void> {
  for (const [name, client] of Object.entries(clients ?? {})) {
    if (client === undefined) continue
    const method = (methods as Readonly<Record<string, string>>)[name]
    if (method === undefined || !(method in client)) {
      throw new ByoError(
        'invalid-option',
        `The client ${name} is none that a session uses: give ${Object.keys(methods).join(', ')}, each with methods such as ${method ?? 'headBucket'}, an S3 and no S3Client.`,
      )
    }
    const own = await regionOf(client)
    if (own === region) continue
    throw new ByoError(
      'invalid-option',
      `The client ${name} works in ${own}, and the session in ${region}: make both for one region.`,
    )
  }
}

/** The region of a client, which the SDK may have to look for in the environment and in profiles. */
export async function regionOf(client: {
  readonly config: { readonly region: () => Promise<string | undefined> }
}): Promise<string> {
  let cause: unknown
  try {
    const region = await client.config.region()
    if (region !== undefined) return region
  } catch (error) {
    cause = error
  }
  throw new ByoError(
    'region-missing',
    'No region is set: pass region, or set AWS_REGION, or a region in the AWS profile.',
    { cause },
  )
}
