import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create } from 'tar'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ImageTrees } from '../../src/runners/image-tree.ts'
import { type LayerFiles, PackedImages, storedLayer } from '../support/images.ts'

let folder: string
let images: PackedImages

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'byo-tree-test-'))
  images = new PackedImages(folder)
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** Unpacks an image of layers, lowest first, and returns the folder of its root. */
async function unpack(
  layers: readonly LayerFiles[],
  programFolders = ['/opt/program'],
): Promise<string> {
  const image = images.find(images.add('image', { layers, config: {} }))
  if (image === undefined) throw new Error('no image')
  return new ImageTrees(join(folder, 'trees')).unpack(image, programFolders)
}

function read(root: string, path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

describe('ImageTrees', () => {
  it('lets upper layers win', async () => {
    const root = await unpack([
      { 'opt/program/a': 'old', 'opt/program/b': 'kept' },
      { 'opt/program/a': 'new' },
    ])
    expect([read(root, 'opt/program/a'), read(root, 'opt/program/b')]).toEqual(['new', 'kept'])
  })

  it('leaves out what a whiteout hides, but not what its own layer brings', async () => {
    const root = await unpack([
      { 'app/gone': '1', 'app/sub/x': '1', 'app/opaque/old': '1', 'app/stays': '1' },
      {
        'app/.wh.gone': '',
        'app/.wh.sub': '',
        'app/opaque/.wh..wh..opq': '',
        'app/opaque/new': '2',
      },
    ])
    expect(readdirSync(join(root, 'app'), { recursive: true }).sort()).toEqual([
      'opaque',
      'opaque/new',
      'stays',
    ])
  })

  it("leaves out the operating system's folders, unless the program lies there", async () => {
    const files = {
      'etc/passwd': '',
      'usr/bin/node': '',
      'usr/local/lib/x': '',
      'usr/local/app/main.mjs': 'here',
      'usr/src/app/main.mjs': 'here',
      'home/me/main.mjs': 'here',
    }
    const root = await unpack([files], ['/usr/local/app'])
    expect(readdirSync(root).sort()).toEqual(['home', 'usr'])
    expect(read(root, 'usr/local/app/main.mjs')).toBe('here')
    expect(existsSync(join(root, 'usr/local/lib'))).toBe(false)
    expect(existsSync(join(root, 'usr/bin'))).toBe(false)
  })

  it('keeps links inside the tree and leaves out those that lead out, and paths that do', async () => {
    const source = join(folder, 'source/inner')
    mkdirSync(join(source, 'app'), { recursive: true })
    writeFileSync(join(source, 'app/file'), 'text')
    symlinkSync('/app/file', join(source, 'app/absolute'))
    symlinkSync('file', join(source, 'app/relative'))
    symlinkSync('../../../../etc/passwd', join(source, 'app/outside'))
    writeFileSync(join(source, '../escaped'), 'out')
    const path = join(folder, 'links.tar.gz')
    create({ file: path, cwd: source, gzip: true, sync: true, preservePaths: true }, [
      'app',
      '../escaped',
    ])
    const uri = images.addLayers('links', [storedLayer(path)], {})
    const image = images.find(uri)
    if (image === undefined) throw new Error('no image')
    const root = await new ImageTrees(join(folder, 'trees')).unpack(image, ['/app'])

    expect(readdirSync(join(root, 'app')).sort()).toEqual(['absolute', 'file', 'relative'])
    expect([read(root, 'app/absolute'), read(root, 'app/relative')]).toEqual(['text', 'text'])
    expect(existsSync(join(root, '../escaped'))).toBe(false)
    expect(existsSync(join(root, 'escaped'))).toBe(false)
  })

  it('unpacks an image once for all its containers', async () => {
    const image = images.find(images.add('image', { layers: [{ 'app/x': '' }], config: {} }))
    if (image === undefined) throw new Error('no image')
    const trees = new ImageTrees(join(folder, 'trees'))
    const [first, second] = await Promise.all([trees.unpack(image, []), trees.unpack(image, [])])
    expect(first).toBe(second)
    expect(readdirSync(join(folder, 'trees'))).toHaveLength(1)
  })
})
