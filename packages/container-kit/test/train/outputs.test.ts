import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { canUnshare, withMounts } from '../fixtures/namespaces.ts'
import { baseDirWith, startProgram, textOf, train } from '../fixtures/run-program.ts'

/** A job that leaves its output in one of the ways of the program. */
const jobThatWill = (how: string) => baseDirWith({ 'input/config/hyperparameters.json': { how } })

describe('a failure', () => {
  it('is written to its file when whoever reads the log has all of it [T43]', async () => {
    const baseDir = await jobThatWill('fail after much')
    const program = startProgram('outputs', ['train'], baseDir)
    program.child.stdout!.pause()
    // The log is far from read when the error is told.
    await new Promise<void>((resolve) => {
      program.child.stderr!.on('data', () => {
        if (program.stderr().includes('error: failed after much')) resolve()
      })
    })
    expect(await textOf(join(baseDir, 'output/failure'))).toBeUndefined()

    program.child.stdout!.resume()

    expect(await program.exit).toBe(1)
    expect(program.stdout()).toContain('line 19999 ')
    expect(await textOf(join(baseDir, 'output/failure'))).toMatch(/^failed after much\n/)
  })
})

describe('an empty model folder', () => {
  it('is a failure where the program says so [T48]', async () => {
    const baseDir = await jobThatWill('leave nothing')

    const { code, failure, success } = await train('outputs', baseDir, { EMPTY_MODEL: 'error' })

    expect({ code, success }).toEqual({ code: 1, success: undefined })
    expect(failure).toBe(`Training left no model: ${join(baseDir, 'model')} is empty.`)
  })
})

describe('a slow reader', () => {
  it('has all output before the program ends [T54]', async () => {
    const program = startProgram('outputs', ['train'], await jobThatWill('print much'))
    const { stdout } = program.child
    // Stops after each piece, so that the pipe is full nearly all the time.
    stdout!.on('data', () => {
      stdout!.pause()
      setTimeout(() => stdout!.resume(), 1)
    })

    expect(await program.exit).toBe(0)
    expect(program.stdout().match(/ line \d+ /g)).toHaveLength(20_000)
    expect(program.stdout()).toMatch(/training finished\n$/)
  })
})

describe('a file that is written at once', () => {
  it('is whole or not there, whenever the program is killed [T49]', async () => {
    const baseDir = await jobThatWill('write whole files')
    for (const round of [0, 1, 2, 3]) {
      const program = startProgram('outputs', ['train'], baseDir)
      await program.printed(`writing=${round};`)
      program.child.kill('SIGKILL')
      await program.exit

      const path = join(baseDir, 'model/model')
      if (!existsSync(path)) continue
      const bytes = readFileSync(path)
      expect(bytes.length).toBe(8 * 2 ** 20)
      expect(bytes.every((byte) => byte === bytes[0])).toBe(true)
    }
    expect(existsSync(join(baseDir, 'model/model'))).toBe(true)
  })
})

describe.skipIf(!canUnshare())('a full disk', () => {
  it.each([
    ['write too much', 'model', /^The disk is full: nothing more can be written/],
    ['write too much output', 'output/data', /^The disk is full: nothing more can be written/],
    [
      'write too much unseen',
      'model',
      /^What training left in \S+\/model may not be whole\. The disk is full: nothing more can be written/,
    ],
  ])('fails a program that will "%s" [T47]', async (how, folder, reason) => {
    const baseDir = await jobThatWill(how)
    const dir = join(baseDir, folder)
    const through = withMounts(`mkdir -p ${dir}; mount -t tmpfs -o size=4m tmpfs ${dir}`)

    const { code, failure, success } = await train('outputs', baseDir, {}, { through })

    expect({ code, success }).toEqual({ code: 1, success: undefined })
    expect(failure).toMatch(reason)
  })

  it('fails a program that has finished, where the disk takes no more when all is flushed [T47]', async ({
    skip,
  }) => {
    const baseDir = await jobThatWill('write twelve megabytes')
    // A file system that promises 40 MB, on a disk that has 4.
    const dir = join(baseDir, 'model')
    const through = withMounts(`
      mkdir -p ${dir} ${baseDir}/disk
      mount -t tmpfs -o size=4m tmpfs ${baseDir}/disk
      truncate -s 40M ${baseDir}/disk/image
      command -v mkfs.ext4 || exit 77
      mkfs.ext4 -q -O ^has_journal ${baseDir}/disk/image
      mount -o loop ${baseDir}/disk/image ${dir} || exit 77
      rmdir ${dir}/lost+found`)

    const { code, stderr, failure, success } = await train('outputs', baseDir, {}, { through })

    if (code === 77) skip(`it needs a loop device and mkfs.ext4: ${stderr}`)
    expect({ code, success }, stderr).toEqual({ code: 1, success: undefined })
    expect(failure).toMatch(/^What training left in \S+\/model may not be whole\. /)
  })

  it('that cannot even take the reason still ends with a failure [T47]', async () => {
    const baseDir = await jobThatWill('write too much')
    const through = withMounts(`
      mkdir -p ${baseDir}/model ${baseDir}/output
      mount -t tmpfs -o size=4m tmpfs ${baseDir}/model
      mkdir ${baseDir}/model/output
      mount --bind ${baseDir}/model/output ${baseDir}/output`)

    const { code, stderr } = await train('outputs', baseDir, {}, { through })

    expect(code).toBe(1)
    expect(stderr).toContain('error: The disk is full')
  })
})

describe('a warm pool', () => {
  it('has a folder that may hold anything, and none is needed [T65]', async () => {
    const baseDir = await jobThatWill('use the cache')
    const cache = await baseDirWith({ 'stale.bin': 'x', 'other-job/file': '' })

    const warm = await train('outputs', baseDir, {
      SAGEMAKER_MANAGED_WARMPOOL_CACHE_DIRECTORY: cache,
    })
    const cold = await train('outputs', baseDir)

    expect([warm.code, cold.code]).toEqual([0, 0])
    expect(warm.stdout).toContain(`cache dir=${cache}\n`)
    expect(warm.stdout).toContain('INFO other-job stale.bin\n')
    expect(cold.stdout).toMatch(/INFO cache\n/)
  })
})
