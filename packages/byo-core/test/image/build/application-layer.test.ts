import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { buildApplicationLayer } from '../../../src/image/build/application-layer.ts'
import { type ProgramFile, readProgram } from '../../../src/image/build/read-program.ts'
import { digestOf } from '../../../src/image/digest.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const program = [fileOf('container.mjs', 'console.log("hello")\n')]

function fileOf(path: string, text: string): ProgramFile {
  const bytes = Buffer.from(text)
  return {
    path,
    size: bytes.length,
    async *open() {
      yield bytes
    },
  }
}

async function bytesOf({ blob }: Awaited<ReturnType<typeof buildApplicationLayer>>) {
  const chunks: Uint8Array[] = []
  for await (const chunk of blob.open(undefined)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe('buildApplicationLayer', () => {
  it('holds the program where the image runs it, in an archive that tar unpacks', async () => {
    const bytes = await bytesOf(await buildApplicationLayer(program))
    using folder = temporaryFolder({ 'layer.tar.gz': bytes })

    const { status, stdout } = spawnSync('tar', ['-xvzf', 'layer.tar.gz'], { cwd: folder.path })

    const file = join(folder.path, 'opt/program/container.mjs')
    expect(status).toBe(0)
    expect(stdout.toString()).toBe('opt/\nopt/program/\nopt/program/container.mjs\n')
    expect(readFileSync(file, 'utf8')).toBe('console.log("hello")\n')
    expect(statSync(file).mode & 0o777).toBe(0o755)
    expect(statSync(file).mtimeMs).toBe(0)
  })

  it('is the same for the same program and another for another', async () => {
    const [one, same, other] = await Promise.all([
      buildApplicationLayer(program),
      buildApplicationLayer(program),
      buildApplicationLayer([fileOf('container.mjs', 'else')]),
    ])

    expect(same.blob.digest).toBe(one.blob.digest)
    expect(other?.blob.digest).not.toBe(one.blob.digest)
  })

  it('names its bytes by their digest, and its tar by its own', async () => {
    const layer = await buildApplicationLayer(program)
    const bytes = await bytesOf(layer)

    expect(digestOf(bytes)).toBe(layer.blob.digest)
    expect(bytes.length).toBe(layer.blob.size)
    expect(digestOf(gunzipSync(bytes))).toBe(layer.diffId)
  })

  it('holds a folder with all that is in it, also what is too long for old tars', async () => {
    const deep = `${'long/'.repeat(40)}${'name'.repeat(30)}.mjs`
    using source = temporaryFolder({ 'container.mjs': 'one', [deep]: 'x'.repeat(200_000) })
    symlinkSync('container.mjs', join(source.path, 'link'))
    const { files } = await readProgram(source.path)
    const layer = await buildApplicationLayer(files)
    using folder = temporaryFolder({ 'layer.tar.gz': await bytesOf(layer) })

    const { status } = spawnSync('tar', ['-xzf', 'layer.tar.gz'], { cwd: folder.path })

    const unpacked = join(folder.path, 'opt/program')
    expect(status).toBe(0)
    expect(readFileSync(join(unpacked, 'container.mjs'), 'utf8')).toBe('one')
    expect(readFileSync(join(unpacked, deep)).length).toBe(200_000)
    expect(readlinkSync(join(unpacked, 'link'))).toBe('container.mjs')
    expect(statSync(join(unpacked, 'long')).mtimeMs).toBe(0)
  })

  it('is the same for a copy of a folder that was made later by somebody else', async () => {
    const content = { 'b.mjs': 'b', 'container.mjs': 'one', 'a/c.mjs': 'c' }
    using one = temporaryFolder(content)
    using other = temporaryFolder(Object.fromEntries(Object.entries(content).reverse()))
    chmodSync(join(other.path, 'b.mjs'), 0o600)
    utimesSync(join(other.path, 'b.mjs'), 1, 1)

    const layers = await Promise.all(
      [one, other].map(async ({ path }) => buildApplicationLayer((await readProgram(path)).files)),
    )

    expect(layers[1]?.blob.digest).toBe(layers[0]?.blob.digest)
    expect(layers[1]?.diffId).toBe(layers[0]?.diffId)
  })

  it('stops packing at an abort', async () => {
    const abort = new AbortController()
    let closed = false
    const endless: ProgramFile = {
      path: 'container.mjs',
      size: 2 ** 40,
      async *open() {
        try {
          // What can't be compressed comes out at once.
          for (const noise = randomBytes(65_536); ; abort.abort()) yield noise
        } finally {
          closed = true
        }
      },
    }

    await expect(buildApplicationLayer([endless], abort.signal)).rejects.toMatchObject({
      code: 'aborted',
    })
    await expect.poll(() => closed).toBe(true)
  })

  it.each([
    ['other', 'upload-corrupted', 'changed while it was being published'],
    ['longer', 'program-not-found', 'changes while it is'],
    [undefined, 'program-not-found', 'ENOENT'],
  ])('says so when a file is %s by the time it is sent', async (content, code, words) => {
    using source = temporaryFolder({ 'container.mjs': '12345' })
    const file = join(source.path, 'container.mjs')
    const layer = await buildApplicationLayer((await readProgram(source.path)).files)
    if (content === undefined) rmSync(file)
    else writeFileSync(file, content)

    await expect(bytesOf(layer)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
    })
  })
})
