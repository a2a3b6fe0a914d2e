import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type ContainerPaths, containerPaths } from '../../src/contract/index.ts'
import { inputChannels } from '../../src/train/input-channels.ts'
import { baseDirWith } from '../fixtures/run-program.ts'
import { streamSettings } from '../fixtures/stream-settings.ts'

const configFile = 'input/config/inputdataconfig.json'

async function pathsWith(files: Record<string, unknown>) {
  return containerPaths(await baseDirWith(files))
}

/** The channels that are folders. */
function foldersOf<Declared extends string>(paths: ContainerPaths, declared: readonly Declared[]) {
  return inputChannels({ channels: declared, streams: [] }, streamSettings(paths)).channels
}

it('lists the files of a channel, nested ones too, in the order of their paths [T31]', async () => {
  const paths = await pathsWith({
    'input/data/train/b.csv': '',
    'input/data/train/a/2.csv': '',
    'input/data/train/a/1.csv': '',
  })

  const { train } = foldersOf(paths, ['train'])

  expect(await train.files()).toEqual(
    ['a/1.csv', 'a/2.csv', 'b.csv'].map((name) => join(paths.inputDataDir, 'train', name)),
  )
})

it('lists no files of a channel that is empty [T31]', async () => {
  const paths = await pathsWith({ [configFile]: { train: { TrainingInputMode: 'File' } } })
  mkdirSync(join(paths.inputDataDir, 'train/folder'), { recursive: true })

  expect(await foldersOf(paths, ['train']).train.files()).toEqual([])
})

it('finds the folder of a channel in File and FastFile mode, and passes over what it does not know [T20] [T24]', async () => {
  const paths = await pathsWith({
    'input/data/a/x': '',
    'input/data/b/x': '',
    'input/config/trainingjobconfig.json': 'no JSON',
    'input/config/init-config.json': '[]',
    [configFile]: {
      a: { TrainingInputMode: 'File', SomethingNew: [1] },
      b: { TrainingInputMode: 'FastFile' },
    },
  })

  const { a, b } = foldersOf(paths, ['a', 'b'])

  expect([a.dir, b.dir]).toEqual(['a', 'b'].map((name) => join(paths.baseDir, 'input/data', name)))
})

it('reads what the platform says of a channel, as much as there is [T19] [T21]', async () => {
  const paths = await pathsWith({
    'input/data/a/x': '',
    'input/data/b/x': '',
    [configFile]: {
      a: { TrainingInputMode: 'File' },
      b: {
        TrainingInputMode: 'FastFile',
        ContentType: 'text/csv',
        S3DistributionType: 'ShardedByS3Key',
        New: 1,
      },
    },
  })

  const { a, b } = foldersOf(paths, ['a', 'b'])

  expect(a).toMatchObject({
    contentType: undefined,
    inputMode: 'File',
    distribution: 'FullyReplicated',
    recordWrapper: 'None',
  })
  expect(b).toMatchObject({
    contentType: 'text/csv',
    inputMode: 'FastFile',
    distribution: 'ShardedByS3Key',
  })
})

it('finds channels of all permitted names, and no manifest among them [T22] [T23]', async () => {
  const names = ['a.b', 'c-d', 'e_f', 'train_0', '1']
  const files = names.map((name) => [`input/data/${name}/x`, ''])
  const paths = await pathsWith({ ...Object.fromEntries(files), 'input/data/train_0-manifest': '' })

  expect(Object.keys(foldersOf(paths, [])).sort()).toEqual([...names].sort())
})

it('gives a channel that the job does not have as undefined, unless it is declared', async () => {
  const paths = await pathsWith({ 'input/data/train/x': '' })

  expect(foldersOf(paths, ['train']).validation).toBeUndefined()
  expect(() => foldersOf(paths, ['validation'])).toThrow(
    'There is no channel "validation": the job has "train".',
  )
  expect(() => foldersOf(containerPaths(join(paths.baseDir, 'none')), ['train'])).toThrow(
    'There is no channel "train": the job has none.',
  )
})

it('refuses a channel in Pipe mode where a folder is wanted, and leaves out others [T20]', async () => {
  const paths = await pathsWith({ [configFile]: { train: { TrainingInputMode: 'Pipe' } } })

  expect(() => foldersOf(paths, ['train'])).toThrow(
    'Channel "train" comes in Pipe mode, but the program wants a folder',
  )
  expect(foldersOf(paths, [])).toEqual({})
})

it('says which input modes there are', async () => {
  const paths = await pathsWith({ [configFile]: { train: { TrainingInputMode: 'Tape' } } })

  expect(() => foldersOf(paths, [])).toThrow(
    'Channel "train" has the input mode "Tape": expected File, FastFile or Pipe.',
  )
})
