import { containerPaths } from '@byo/container-kit/contract'
import { JobError } from '../../errors.ts'
import type { ObjectStore } from '../../state/object-store.ts'
import { hasFiles, uploadArchive, uploadFiles } from '../files/upload-folder.ts'
import { below, formatS3Uri, parseS3Uri, type S3Location } from '../s3-uri.ts'
import type { TrainingRequest } from './training-request.ts'

/** Stores the model folder and returns its S3 URI. */
export async function saveModel(
  store: ObjectStore,
  request: TrainingRequest,
  baseDir: string,
): Promise<string> {
  return save(store, request, containerPaths(baseDir).modelDir, 'model')
}

/** Stores the folder of other output, if the container left anything there. */
export async function saveOutput(
  store: ObjectStore,
  request: TrainingRequest,
  baseDir: string,
): Promise<void> {
  const { outputDataDir } = containerPaths(baseDir)
  if (await hasFiles(outputDataDir)) await save(store, request, outputDataDir, 'output')
}

/** `<S3OutputPath>/<job>/output/<name>.tar.gz`, or the files themselves below `…/<name>/`. */
async function save(
  store: ObjectStore,
  { TrainingJobName, OutputDataConfig }: TrainingRequest,
  folder: string,
  name: string,
): Promise<string> {
  const root = below(requireLocation(OutputDataConfig.S3OutputPath), `${TrainingJobName}/output`)
  if (OutputDataConfig.CompressionType === 'NONE') {
    const target = below(root, `${name}/`)
    await uploadFiles(store, folder, target)
    return formatS3Uri(target)
  }
  const target = below(root, `${name}.tar.gz`)
  await uploadArchive(store, folder, target)
  return formatS3Uri(target)
}

function requireLocation(uri: string): S3Location {
  const location = parseS3Uri(uri)
  if (location === undefined) throw new JobError('ClientError', `"${uri}" is no S3 URI.`)
  return location
}
