import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { describe, expect, it } from 'vitest'
import { findCommand, type LayerContent } from '../../../src/image/check/find-command.ts'

/** A layer of files that tells when it was read to its end. */
async function layerOf(...names: readonly string[]) {
  const tar = pack()
  for (const name of names) tar.entry({ name }, 'x'.repeat(200_000))
  tar.finalize()
  const bytes = gzipSync(await buffer(tar as AsyncIterable<Buffer>))
  const layer = {
    size: bytes.byteLength,
    opened: 0,
    async *open() {
      layer.opened += 1
      for (let at = 0; at < bytes.byteLength; at += 100) yield bytes.subarray(at, at + 100)
    },
  }
  return layer
}

describe('findCommand', () => {
  it('finds a program in the usual path, in the last layer first', async () => {
    const base = await layerOf('bin/sh')
    const top = await layerOf('a', './usr/bin/serve', 'z')

    expect(await findCommand(['serve'], [base, top], [])).toBe(true)
    expect([base.opened, top.opened]).toEqual([0, 1])
  })

  it("looks where the image's own PATH leads, and nowhere else", async () => {
    const layers = [await layerOf('opt/program/serve')]

    expect(await findCommand(['serve'], layers, [])).toBe(false)
    expect(await findCommand(['train', 'serve'], layers, ['A=1', 'PATH=/bin:/opt/program'])).toBe(
      true,
    )
    expect(await findCommand(['train'], layers, ['PATH=/opt/program'])).toBe(false)
  })

  it('does not read what is too large to be read', async () => {
    const base: LayerContent = { size: 300 * 1024 * 1024, open: () => expect.unreachable() }

    expect(await findCommand(['serve'], [base, await layerOf('a')], [])).toBeUndefined()
    expect(await findCommand(['serve'], [base, await layerOf('bin/serve')], [])).toBe(true)
  })

  it('fails as the reading of a layer fails', async () => {
    const broken: LayerContent = {
      size: 1,
      async *open() {
        yield gzipSync('not a tar').subarray(0, 5)
        throw new Error('cut')
      },
    }

    await expect(findCommand(['serve'], [broken], [])).rejects.toThrow('cut')
  })
})
