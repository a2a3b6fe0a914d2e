import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDataFolder } from '../../src/state/data-folder.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'byo-format-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a folder for data', () => {
  it('is marked, and opened again', () => {
    openDataFolder(folder).remove()
    expect(JSON.parse(readFileSync(join(folder, 'format.json'), 'utf8'))).toEqual({ version: 1 })

    openDataFolder(folder).remove()
  })

  it('may be the top of a disk', () => {
    mkdirSync(join(folder, 'lost+found'))
    writeFileSync(join(folder, '.DS_Store'), '')

    openDataFolder(folder).remove()
  })

  it("is refused, and nothing in it touched, when it holds somebody else's things", () => {
    mkdirSync(join(folder, 'scratch'))
    writeFileSync(join(folder, 'scratch/thesis.txt'), 'years of work')

    expect(() => openDataFolder(folder)).toThrow(
      expect.objectContaining({
        code: 'folder-not-empty',
        message: expect.stringMatching(/"scratch".*choose an empty one/),
      }),
    )
    expect(readdirSync(folder)).toEqual(['scratch'])
    expect(readFileSync(join(folder, 'scratch/thesis.txt'), 'utf8')).toBe('years of work')
  })

  it('is refused when a later version wrote it', () => {
    writeFileSync(join(folder, 'format.json'), JSON.stringify({ version: 2 }))

    expect(() => openDataFolder(folder)).toThrow(
      expect.objectContaining({
        code: 'folder-too-new',
        message: expect.stringMatching(/format 2 .* reads up to 1/),
      }),
    )
  })

  it.each(['', '{', '{"version":"one"}'])('is refused when its mark is %j', (text) => {
    writeFileSync(join(folder, 'format.json'), text)

    expect(() => openDataFolder(folder)).toThrow(
      expect.objectContaining({ code: 'folder-damaged', message: expect.stringMatching(/format/) }),
    )
  })
})
