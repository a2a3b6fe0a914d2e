import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { JobError } from '../../errors.ts'
import type { ObjectStore } from '../../state/object-store.ts'
import { prefixEntries, requireObject } from '../files/download-objects.ts'
import { type ManifestEntry, parseManifest } from '../files/manifest.ts'
import { below, parseS3Uri, type S3Location } from '../s3-uri.ts'
import type { TransformRequest, TransformS3DataSource } from './transform-request.ts'

/** One object that is to be transformed. */
export interface TransformTask {
  readonly input: S3Location
  readonly output: S3Location
  /** Where its output is kept until the job has ended. */
  readonly file: string
}

/**
 * The objects of a job in the order of their keys or of the manifest, each with a place for its output.
 *
 * @throws JobError where there is none, or the manifest cannot be read.
 */
export async function listTasks(
  store: ObjectStore,
  { TransformInput, TransformOutput }: TransformRequest,
  folder: string,
): Promise<readonly TransformTask[]> {
  const source = TransformInput.DataSource.S3DataSource
  const target = requireLocation(TransformOutput.S3OutputPath)
  const entries = await listEntries(store, source)
  if (entries.length === 0) {
    throw new JobError('ClientError', `There is no object to transform at ${source.S3Uri}.`)
  }
  return entries.map(({ path, object }, i) => ({
    input: object,
    output: below(target, `${path}.out`),
    file: join(folder, String(i)),
  }))
}

async function listEntries(
  store: ObjectStore,
  { S3DataType, S3Uri }: TransformS3DataSource,
): Promise<readonly ManifestEntry[]> {
  const location = requireLocation(S3Uri)
  if (S3DataType === 'S3Prefix') return prefixEntries(store, location)
  return parseManifest(await readFile(requireObject(store, location).path, 'utf8'))
}

function requireLocation(uri: string): S3Location {
  const location = parseS3Uri(uri)
  if (location === undefined) throw new JobError('ClientError', `"${uri}" is no S3 URI.`)
  return location
}
