import { AwsError } from '../../errors.ts'

/** The members that the operations of ECR take; a name means the same in all of them. */
const memberTypes: Readonly<Record<string, 'string' | 'number' | 'boolean' | 'object' | 'list'>> = {
  repositoryName: 'string',
  registryId: 'string',
  imageTagMutability: 'string',
  repositoryNames: 'list',
  force: 'boolean',
  maxResults: 'number',
  nextToken: 'string',
  layerDigest: 'string',
  layerDigests: 'list',
  uploadId: 'string',
  partFirstByte: 'number',
  partLastByte: 'number',
  layerPartBlob: 'string',
  imageManifest: 'string',
  imageManifestMediaType: 'string',
  imageTag: 'string',
  imageDigest: 'string',
  imageIds: 'list',
  filter: 'object',
}

/** Throws for a member of another type than the operations expect; drops those that are null. */
export function checkMembers(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const present = Object.entries(input).filter(([, value]) => value !== null)
  for (const [name, value] of present) {
    const wanted = Object.hasOwn(memberTypes, name) ? memberTypes[name] : undefined
    if (wanted === undefined || typeOf(value) === wanted) continue
    throw new AwsError('SerializationException', `The member ${name} is not a ${wanted}.`)
  }
  for (const list of ['repositoryNames', 'layerDigests']) requireItems(input, list, 'string')
  requireItems(input, 'imageIds', 'object')
  return Object.fromEntries(present)
}

function requireItems(input: Readonly<Record<string, unknown>>, name: string, type: string): void {
  const list = input[name]
  if (!Array.isArray(list) || list.every((item) => typeOf(item) === type)) return
  throw new AwsError(
    'SerializationException',
    `The member ${name} has an item that is not a ${type}.`,
  )
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'list'
  return value === null ? 'null' : typeof value
}
