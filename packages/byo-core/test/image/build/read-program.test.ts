import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readProgram } from '../../../src/image/build/read-program.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('readProgram', () => {
  it('finds a file, whatever its name', async () => {
    using folder = temporaryFolder({ 'bundle.js': 'abc' })

    const { files, entrypoint } = await readProgram(join(folder.path, 'bundle.js'))

    expect(files.map(({ path, size }) => [path, size])).toEqual([['container.mjs', 3]])
    expect(entrypoint).toBe('container.mjs')
  })

  it('refuses a file with nothing in it, as a build leaves that has failed', async () => {
    using folder = temporaryFolder({ 'bundle.js': '' })

    await expect(readProgram(join(folder.path, 'bundle.js'))).rejects.toMatchObject({
      code: 'program-not-found',
      message: expect.stringContaining('is empty: give the one bundled file'),
    })
  })

  it('finds all of a folder in one order, with links that stay in it', async () => {
    using folder = temporaryFolder({
      'container.mjs': '',
      'lib/b.mjs': 'b',
      'lib/B.mjs': '',
      a: '',
    })
    symlinkSync('../a', join(folder.path, 'lib/link'))

    const { files, entrypoint } = await readProgram(`${folder.path}/`)

    expect(files.map(({ path }) => path)).toEqual([
      'a',
      'container.mjs',
      'lib/B.mjs',
      'lib/b.mjs',
      'lib/link',
    ])
    expect(files.at(-1)).toMatchObject({ link: '../a', size: 0 })
    expect(entrypoint).toBe('container.mjs')
  })

  it.each(['/etc/hostname', '../../x', '..'])('refuses a link to %s', async (target) => {
    using folder = temporaryFolder({ 'container.mjs': '', 'lib/b.mjs': '' })
    symlinkSync(target === '..' ? '../..' : target, join(folder.path, 'lib/link'))

    await expect(readProgram(folder.path)).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining('leads out of it'),
    })
  })

  it.each([undefined, 'run.mjs', '../outside.mjs', 'lib', '/etc/hostname'])(
    'wants the file that is to run, such as %s, in the folder',
    async (entrypoint) => {
      using folder = temporaryFolder({ 'dist/lib/b.mjs': '', 'outside.mjs': '' })

      await expect(readProgram(join(folder.path, 'dist'), entrypoint)).rejects.toMatchObject({
        code: 'program-not-found',
        message: expect.stringContaining(`without the file "${entrypoint ?? 'container.mjs'}"`),
      })
    },
  )
})
