import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { buildApplicationLayer } from '../../src/image/application-layer.ts'
import { digestOf } from '../../src/image/digest.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const program = new TextEncoder().encode('console.log("hello")\n')

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
      buildApplicationLayer(new TextEncoder().encode('else')),
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
})
