import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
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
    writeFileSync(join(folder, 'large'), noise(8_000_000))
    const store = {
      async put(_bucket: string, _key: string, body: Readable) {
        for await (const _ of body) {
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
