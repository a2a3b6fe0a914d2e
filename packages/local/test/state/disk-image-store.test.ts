import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDataFolder } from '../../src/state/data-folder.ts'
import { DiskImageStore } from '../../src/state/disk-image-store.ts'
import { mediaTypeOf, parseManifest } from '../../src/state/image-manifest.ts'
import { type ImageRepository, repositoryKey } from '../../src/state/image-repository.ts'
import { systemClock } from '../../src/state/system-clock.ts'
import { dockerManifest, formatManifest } from '../support/push-image.ts'

const home = { accountId: '000000000000', region: 'us-east-1' }
const away = { accountId: '000000000000', region: 'eu-west-1' }
let folder = ''
let images: DiskImageStore

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'byo-images-test-'))
  images = new DiskImageStore(openDataFolder(folder), systemClock, home)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function push(repository: ImageRepository, config: string, tag: string): Promise<string> {
  const layer = `layer of ${tag}`
  for (const blob of [config, layer]) {
    const upload = images.uploads.begin(repositoryKey(repository))
    await images.uploads.append(upload, [Buffer.from(blob)])
    await images.finishUpload(repository, upload, () => undefined)
  }
  const text = formatManifest(Buffer.from(config), [Buffer.from(layer)])
  return images.putManifest(repository, text, dockerManifest, tag).digest
}

describe('find', () => {
  it('finds an image by tag and by digest, under both spellings of the registry', async () => {
    const repository = images.createRepository(home, 'iris')
    const digest = await push(repository, '{"config":{"Entrypoint":["node","a.mjs"]}}', 'v1')

    const ecr = '000000000000.dkr.ecr.us-east-1.amazonaws.com/iris'
    for (const uri of [`${ecr}:v1`, `${ecr}@${digest}`, '127.0.0.1:4566/iris:v1']) {
      const image = images.find(uri)
      expect(image).toMatchObject({ repository: 'iris', digest, mediaType: dockerManifest })
      expect(image?.config.config?.Entrypoint).toEqual(['node', 'a.mjs'])
      expect(image?.layers.map(({ path }) => readFileSync(path, 'utf8'))).toEqual(['layer of v1'])
    }
    expect(images.find(`${ecr}:v2`)).toBeUndefined()
    expect(images.find('000000000000.dkr.ecr.eu-west-1.amazonaws.com/iris:v1')).toBeUndefined()
    expect(images.find('iris:v1')).toBeUndefined()
  })

  it('takes the home registry’s image, and another region’s only where home has none', async () => {
    const both = [home, away].map((owner) => images.createRepository(owner, 'both'))
    const [atHome] = await Promise.all(both.map((one, i) => push(one, `{"at":${i}}`, 'v1')))
    const awayOnly = images.createRepository(away, 'away-only')
    const elsewhere = await push(awayOnly, '{}', 'v1')

    expect(images.find('127.0.0.1:1/both:v1')?.digest).toBe(atHome)
    expect(images.find('127.0.0.1:1/away-only:v1')?.digest).toBe(elsewhere)
  })

  it('gives an index its media type and no layers, so that SageMaker can refuse it', async () => {
    const repository = images.createRepository(home, 'index')
    const text = JSON.stringify({ schemaVersion: 2, manifests: [] })
    images.putManifest(repository, text, mediaTypeOf(parseManifest(text) ?? {}), 'latest')

    expect(images.find('h:1/index')).toMatchObject({
      mediaType: 'application/vnd.oci.image.index.v1+json',
      layers: [],
      config: {},
    })
  })

  it('has no word of a configuration that is no JSON', async () => {
    const repository = images.createRepository(home, 'odd')
    await push(repository, 'not json', 'latest')

    expect(images.find('h:1/odd')?.config).toEqual({})
  })
})
