import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { JobError } from '../../errors.ts'
import type { ObjectStore } from '../../state/object-store.ts'
import { requireObject } from '../files/download-objects.ts'
import { parseS3Uri, type S3Location } from '../s3-uri.ts'

/** One attribute of a line: bytes that stand in the manifest itself, or an object that it refers to. */
export type AttributeValue = { readonly bytes: Uint8Array } | { readonly object: S3Location }

/** The attributes of one line of an augmented manifest, in the order in which they were asked for. */
export type ManifestLine = readonly AttributeValue[]

/**
 * Reads an augmented manifest: JSON lines, and of each the attributes with the given names. One whose name ends in
 * `-ref` refers to an object.
 *
 * @throws JobError for a line that is no JSON object, lacks an attribute, or refers to what is not there.
 */
export async function readAugmentedManifest(
  store: ObjectStore,
  location: S3Location,
  names: readonly string[],
): Promise<readonly ManifestLine[]> {
  const input = createReadStream(requireObject(store, location).path)
  const lines: ManifestLine[] = []
  let number = 0
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1
    if (text.trim() === '') continue
    const line = parseLine(text, number)
    lines.push(names.map((name) => readAttribute(store, line, name, number)))
  }
  return lines
}

function parseLine(text: string, number: number): Readonly<Record<string, unknown>> {
  try {
    const line: unknown = JSON.parse(text)
    if (typeof line === 'object' && line !== null && !Array.isArray(line)) {
      return line as Record<string, unknown>
    }
  } catch {
    // Said below, as for JSON of another kind.
  }
  throw malformed(number, 'it is no JSON object')
}

function readAttribute(
  store: ObjectStore,
  line: Readonly<Record<string, unknown>>,
  name: string,
  number: number,
): AttributeValue {
  const value = Object.hasOwn(line, name) ? line[name] : undefined
  if (value === undefined) throw malformed(number, `it has no attribute "${name}"`)
  if (!name.endsWith('-ref')) {
    return { bytes: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)) }
  }
  const object = typeof value === 'string' ? parseS3Uri(value) : undefined
  if (object === undefined) throw malformed(number, `its "${name}" is no S3 URI`)
  requireObject(store, object)
  return { object }
}

function malformed(number: number, reason: string): JobError {
  return new JobError(
    'ClientError',
    `Data download failed: line ${number} of the augmented manifest cannot be used: ${reason}.`,
  )
}
