import { appendFileSync, existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { uploadArchive } from '../../../src/jobs/files/upload-folder.ts'
import type { ObjectStore } from '../../../src/state/object-store.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'byo-upload-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Bytes that do not compress. */
function noise(length: number): Uint8Array {
  let state = 1
  return Uint8Array.from({ length }, () => {
    state = Math.imul(state, 1_103_515_245) + 12_345
    return state >>> 16
  })
}

/** The files below the folder that this process has open. */
function openFiles(): readonly string[] {
  const links = readdirSync('/proc/self/fd').map((name) => {
    try {
      return readlinkSync(join('/proc/self/fd', name))
    } catch {
      return ''
    }
  })
  return links.filter((link) => link.startsWith(folder))
}

describe('an archive that cannot be stored', () => {
  it.runIf(existsSync('/proc/self/fd'))('leaves no file open', async () => {
    // More than is read of it at once, so that it is still open half-way.
    const part = noise(1_000_000)
    for (let i = 0; i < 48; i += 1) appendFileSync(join(folder, 'large'), part)
    const store = {
      async put(_bucket: string, _key: string, body: Readable) {
        let length = 0
        for await (const chunk of body) {
          length += chunk.length
          if (length < 1_000_000) continue
          expect(openFiles()).toHaveLength(1)
          throw Object.assign(new Error('full'), { code: 'ENOSPC' })
        }
      },
    } as unknown as ObjectStore

    await expect(uploadArchive(store, folder, { bucket: 'b', key: 'k' })).rejects.toThrow(
      'Artifact upload failed: s3://b/k could not be stored (insufficient disk space).',
    )
    expect(openFiles()).toEqual([])
  })
})
