import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { channelDir } from '../../src/contract/index.ts'
import { type BaseDirContent, createBaseDir } from '../../src/testing/index.ts'

async function laidOut(content?: BaseDirContent) {
  const baseDir = await createBaseDir(content)
  onTestFinished(() => baseDir.remove())
  return baseDir
}

const json = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'))

it('writes hyperparameters as they are sent: text as it is, anything else as its JSON text', async () => {
  const { paths } = await laidOut({
    hyperparameters: {
      raw: 'abc',
      quoted: '"abc"',
      empty: '',
      degree: 2,
      all: [1, 'a'],
      no: false,
    },
  })

  expect(await json(paths.hyperparametersFile)).toEqual({
    raw: 'abc',
    quoted: '"abc"',
    empty: '',
    degree: '2',
    all: '[1,"a"]',
    no: 'false',
  })
})

it('fills channels with texts and bytes, in folders of theirs, and says that they are there', async () => {
  const { paths } = await laidOut({
    channels: {
      train: { 'a.csv': 'a\n1\n', 'deep/er/b.bin': Uint8Array.of(0, 255) },
      'test-1': {},
    },
  })

  expect(await readFile(join(channelDir(paths, 'train'), 'a.csv'), 'utf8')).toBe('a\n1\n')
  expect([...(await readFile(join(channelDir(paths, 'train'), 'deep/er/b.bin')))]).toEqual([0, 255])
  expect(await readdir(channelDir(paths, 'test-1'))).toEqual([])
  expect(await json(paths.inputDataConfigFile)).toEqual({
    train: { TrainingInputMode: 'File' },
    'test-1': { TrainingInputMode: 'File' },
  })
})

it('copies a file into a channel, and of a folder what it holds', async () => {
  const from = await laidOut({ model: { 'a.csv': '1', 'deep/b.csv': '2' } })
  const { paths } = await laidOut({
    channels: { file: join(from.paths.modelDir, 'a.csv'), folder: from.paths.modelDir },
    model: from.paths.modelDir,
  })

  expect(await readdir(channelDir(paths, 'file'))).toEqual(['a.csv'])
  for (const dir of [channelDir(paths, 'folder'), paths.modelDir]) {
    expect((await readdir(dir)).sort()).toEqual(['a.csv', 'deep'])
    expect(await readFile(join(dir, 'deep/b.csv'), 'utf8')).toBe('2')
  }
})

it('writes the hosts of a job, and no file that nobody asked for', async () => {
  const resourceConfig = {
    current_host: 'algo-2',
    hosts: ['algo-1', 'algo-2'],
    network_interface_name: 'eth0',
  }
  const { paths } = await laidOut({ resourceConfig })

  expect(await json(paths.resourceConfigFile)).toEqual(resourceConfig)
  expect(await readdir(paths.baseDir, { recursive: true })).toEqual([
    'input',
    'input/config',
    'input/config/resourceconfig.json',
  ])
})

it('leaves nothing behind where something cannot be copied', async () => {
  const attempt = createBaseDir({ channels: { train: '/there/is/no/such.csv' } })

  await expect(attempt).rejects.toThrow('/there/is/no/such.csv')
})

it('is removed with all that it holds at the end of a block that uses it, and once more without harm', async () => {
  let dir = ''
  let again: () => Promise<void>
  {
    await using baseDir = await createBaseDir({ model: { a: '' } })
    dir = baseDir.paths.baseDir
    again = baseDir.remove
    await writeFile(join(dir, 'more'), '')
    expect(existsSync(dir)).toBe(true)
  }

  expect(existsSync(dir)).toBe(false)
  await again()
})
