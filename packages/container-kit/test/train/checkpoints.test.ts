import { existsSync, readdirSync } from 'node:fs'
import { cp, mkdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { containerPaths } from '../../src/contract/index.ts'
import { checkpointFolder } from '../../src/train/checkpoint-folder.ts'
import { checkpointsIn } from '../../src/train/checkpoints.ts'
import { baseDirWith, startProgram } from '../fixtures/run-program.ts'

const alone = { hosts: ['algo-1'], rank: 0 }

/** Writes one file with a text. */
const writing = (text: string) => (dir: string) => writeFile(join(dir, 'state'), text)

describe('checkpoints', () => {
  it('are saved whole, and the newest is found again [T62] [T64]', async () => {
    const folder = await baseDirWith()
    const checkpoints = checkpointsIn(folder, alone)
    expect(await checkpoints.newest()).toBeUndefined()
    for (const step of [2, 10, 9]) await checkpoints.save(step, writing(`step ${step}`))

    const newest = await checkpointsIn(folder, alone).newest()

    expect(newest).toEqual({ step: 10, dir: join(folder, 'checkpoint-10') })
    expect(await readFile(join(newest!.dir, 'state'), 'utf8')).toBe('step 10')
  })

  it('are passed over where they are not whole [T62]', async () => {
    const folder = await baseDirWith()
    const checkpoints = checkpointsIn(folder, alone)
    for (const step of [1, 2, 3, 4]) await checkpoints.save(step, writing('state'))
    await truncate(join(folder, 'checkpoint-4/state'), 2)
    await truncate(join(folder, 'checkpoint-3/checkpoint-files.json'), 3)
    await mkdir(join(folder, 'checkpoint-5'))
    await writeFile(join(folder, 'checkpoint-6'), 'no folder')

    expect((await checkpoints.newest())?.step).toBe(2)
  })

  it('leave the others alone when one cannot be written', async () => {
    const folder = await baseDirWith()
    const checkpoints = checkpointsIn(folder, alone)
    await checkpoints.save(1, writing('one'))
    const failed = checkpoints.save(2, async (dir) => {
      await writing('half')(dir)
      throw new RangeError('no more')
    })
    await expect(failed).rejects.toThrow(new RangeError('no more'))
    expect(readdirSync(folder)).toEqual(['checkpoint-1'])
  })

  it('are replaced by others of their step, and the oldest removed [T64]', async () => {
    const folder = await baseDirWith()
    const checkpoints = checkpointsIn(folder, alone)
    for (const step of [1, 2, 3]) await checkpoints.save(step, writing('old'))
    await checkpoints.save(3, writing('new'), { keep: 2 })
    expect(readdirSync(folder).sort()).toEqual(['checkpoint-2', 'checkpoint-3'])
    expect(await readFile(join(folder, 'checkpoint-3/state'), 'utf8')).toBe('new')
  })

  it('are those of each host where there are several [T64]', async () => {
    const folder = await baseDirWith()
    const hosts = ['algo-1', 'algo-2']
    const [first, second] = hosts.map((_, rank) => checkpointsIn(folder, { hosts, rank }))
    await first!.save(7, writing('one'))
    await second!.save(5, writing('two'))
    expect(readdirSync(folder).sort()).toEqual(['checkpoint-5-host-1', 'checkpoint-7-host-0'])
    expect((await second!.newest())?.step).toBe(5)
  })

  it.each([-1, 1.5, Number.NaN])('have a step that is a whole number, not %d', async (step) => {
    const checkpoints = checkpointsIn(await baseDirWith(), alone)
    await expect(checkpoints.save(step, writing(''))).rejects.toThrow(`step is ${step}: expected`)
  })

  it('go on where an interrupted job was, however it was killed [T49] [T62]', async () => {
    const baseDir = await baseDirWith()
    const program = startProgram('checkpoints', ['train'], baseDir)
    await program.printed('saving=5;')
    program.child.kill('SIGKILL')
    await program.exit

    const next = startProgram('checkpoints', ['train'], baseDir)
    expect(await next.exit).toBe(0)
    const resumed = Number(/^resumed=(\d+);$/m.exec(next.stdout())?.[1])
    expect([4, 5]).toContain(resumed)
    expect(existsSync(join(baseDir, 'model/state'))).toBe(true)
    await cp(join(baseDir, 'model/state'), join(baseDir, 'seen'))
    expect(await readFile(join(baseDir, 'seen'), 'utf8')).toBe(`${'x'.repeat(100_000)}8`)
  })
})

describe('the folder of checkpoints [T63]', () => {
  it('is that of the job, where its configuration names one, and is made', async () => {
    const baseDir = await baseDirWith({ 'config.json': { LocalPath: 'unused' } })
    const local = join(baseDir, 'own/place')
    await writeFile(join(baseDir, 'config.json'), JSON.stringify({ LocalPath: local }))
    const paths = containerPaths(baseDir)
    const env = { CHECKPOINT_CONFIG_FILE_PATH: join(baseDir, 'config.json') }
    expect(checkpointFolder(paths, env)).toBe(local)
    expect(existsSync(local)).toBe(true)
    expect(checkpointFolder(paths, {})).toBe(paths.checkpointDir)
    expect(checkpointFolder(paths, { CHECKPOINT_CONFIG_FILE_PATH: '/none' })).toBe(
      paths.checkpointDir,
    )
  })
})
