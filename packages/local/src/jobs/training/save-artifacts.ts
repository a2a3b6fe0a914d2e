import { join } from 'node:path'
import { type ContainerPaths, containerPaths } from '@byo/container-kit/contract'
import type { ObjectStore } from '../../state/object-store.ts'
import { hasFiles } from '../files/list-files.ts'
import { mergeFolders } from '../files/merge-folders.ts'
import { uploadArchive, uploadFiles } from '../files/upload-folder.ts'
import { below, formatS3Uri } from '../s3-uri.ts'
import { requireLocation } from './channel-objects.ts'
import type { TrainingMachine } from './training-machine.ts'
import type { TrainingRequest } from './training-request.ts'

/** What the machines of a job have left, and a folder for what is made of it. */
export interface Leavings {
  readonly machines: readonly TrainingMachine[]
  readonly folder: string
}

/** Stores the model folders of all hosts as one and returns its S3 URI. */
export async function saveModel(
  store: ObjectStore,
  request: TrainingRequest,
  leavings: Leavings,
): Promise<string> {
  return save(store, request, await gather(leavings, 'modelDir'), 'model')
}

/** Stores the folders of other output of all hosts as one, if a container left anything there. */
export async function saveOutput(
  store: ObjectStore,
  request: TrainingRequest,
  leavings: Leavings,
): Promise<void> {
  const folder = await gather(leavings, 'outputDataDir')
  if (await hasFiles(folder)) await save(store, request, folder, 'output')
}

/** The folder of one name with the files of every host; of a single host that is its own. */
async function gather({ machines, folder }: Leavings, name: keyof ContainerPaths): Promise<string> {
  const folders = machines.map(({ baseDir }) => containerPaths(baseDir)[name])
  const [only] = folders
  if (folders.length === 1) return only as string
  const merged = join(folder, 'merged', name)
  await mergeFolders(folders, merged)
  return merged
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
