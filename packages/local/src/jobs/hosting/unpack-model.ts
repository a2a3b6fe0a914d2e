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
    await extractModel(object.path, folder, { uri: data.S3Uri, signal })
  }
}

/** What an archive is called in errors, and a way to give it up. */
interface ExtractModelOptions {
  readonly uri: string
  readonly signal: AbortSignal
}

/** Unpacks an archive that holds plain files and folders only; SageMaker takes no links. */
export async function extractModel(
  file: string,
  folder: string,
  { uri, signal }: ExtractModelOptions,
): Promise<void> {
  let refused: string | undefined
  await mkdir(folder, { recursive: true })
  try {
    await extractArchive(file, folder, {
      accept(entry) {
        // The rest is passed over as soon as it can be of no use.
        if (signal.aborted || refused !== undefined) return false
        refused = reasonToRefuse(entry)
        return refused === undefined
      },
    })
  } catch (cause) {
    refused = cause instanceof Error ? cause.message : String(cause)
  }
  signal.throwIfAborted()
  if (refused === undefined) return
  throw new JobError(
    'ClientError',
    `Failed to extract model data archive from URL "${uri}": ${refused}. Please ensure that the object is a valid tar.gz archive of plain files.`,
  )
}

function reasonToRefuse({ type, path }: { type: string; path: string }): string | undefined {
  if (!/^(?:File|OldFile|ContiguousFile|Directory)$/.test(type))
    return `its entry "${path}" is a ${type}`
  const leadsOut = path.startsWith('/') || path.split('/').includes('..')
  return leadsOut ? `its entry "${path}" is outside of it` : undefined
}
