import { mkdir } from 'node:fs/promises'
import { posix } from 'node:path'
import { JobError } from '../../errors.ts'
import { extractArchive } from '../../runners/extract-archive.ts'
import type { ObjectStore } from '../../state/object-store.ts'
import { copyObject, downloadPrefix } from '../files/download-objects.ts'
import { fileBelow } from '../files/local-path.ts'
import { parseS3Uri } from '../s3-uri.ts'
import { type ContainerDefinition, modelDataOf } from './model.ts'

/** Puts a model's artifacts into the folder that its container sees as `/opt/ml/model`. */
export async function unpackModel(
  store: ObjectStore,
  container: ContainerDefinition,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  const data = modelDataOf(container)
  if (data === undefined) return
  const location = parseS3Uri(data.S3Uri)
  const object = location && store.get(location.bucket, location.key)

  if (location !== undefined && data.S3DataType === 'S3Prefix') {
    await downloadPrefix(store, location, folder, signal)
  } else if (object === undefined) {
    throw new JobError('ClientError', `Could not find model data at ${data.S3Uri}.`)
  } else if (data.CompressionType === 'None') {
    await copyObject(object, fileBelow(folder, posix.basename(object.key)))
  } else {
    await extractModel(object.path, folder, data.S3Uri)
  }
}

/** Unpacks an archive that holds plain files and folders only; SageMaker takes no links. */
async function extractModel(file: string, folder: string, uri: string): Promise<void> {
  let refused: string | undefined
  try {
    await extractArchive(file, folder, {
      accept(entry) {
        const isPlain = /^(?:File|OldFile|ContiguousFile|Directory)$/.test(entry.type)
        const leadsOut = entry.path.startsWith('/') || entry.path.split('/').includes('..')
        if (isPlain && !leadsOut) return true
        refused ??= `its entry "${entry.path}" is ${isPlain ? 'outside of it' : `a ${entry.type}`}`
        return false
      },
    })
  } catch (cause) {
    refused = cause instanceof Error ? cause.message : String(cause)
  }
  if (refused === undefined) return
  throw new JobError(
    'ClientError',
    `Failed to extract model data archive from URL "${uri}": ${refused}. Please ensure that the object is a valid tar.gz archive of plain files.`,
  )
}
