import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, vi } from 'vitest'
import { checkContainer } from '../../src/check/index.ts'
import {
  checkData,
  failures,
  fixture,
  holdUsualPort,
  type Test,
} from '../fixtures/check/try-fault.ts'
import { bundled } from '../fixtures/run-program.ts'

const longEnough = 120_000

describe('with the usual port taken', () => {
  holdUsualPort()

  describe.concurrent('a program of this kit', () => {
    it(
      'passes every check [T01] [T03] [T12] [T17] [T19] [T21] [T23] [T24] [T27] [T40] [T41] [T42] [T57] [T61] [S01] [S02] [S04] [S06] [S16] [S17] [S19] [S26] [S28] [S34] [S35] [S37] [S75] [S76]',
      async (test) => {
        const folder = emptyFolder(test)
        writeFileSync(join(folder, 'train.csv'), 'y,x\n1,a\n2,b\n')
        writeFileSync(join(folder, 'payload.csv'), 'x\na\nb\n')
        const report = await checkContainer({
          command: [process.execPath, bundled('means')],
          channels: { train: join(folder, 'train.csv') },
          hyperparameters: { target: 'y', degree: '2' },
          payload: join(folder, 'payload.csv'),
        })

        expect(failures(report.checks)).toEqual([])
        expect(report.passed).toBe(true)
        // What only an image can show, and routes that this kit does not have.
        const skipped = report.checks.filter(({ outcome }) => outcome === 'skip')
        const known = new Set(['T66', 'T67', 'S64', 'S80'])
        expect(skipped.flatMap(({ ids }) => ids).filter((id) => !known.has(id))).toEqual([])
      },
      longEnough,
    )
  })

  describe.skipIf(!hasPython()).concurrent('a program in Python', () => {
    it(
      'passes all that is required',
      async (test) => {
        const { channel, payload } = checkData(test)
        const program = fileURLToPath(new URL('../fixtures/check/container.py', import.meta.url))
        const report = await checkContainer({
          command: ['python3', program],
          channels: { train: channel },
          payload,
        })

        const required = report.checks.filter(({ level }) => level === 'required')
        expect(failures(required)).toEqual([])
        expect(report.passed).toBe(true)
      },
      longEnough,
    )
  })

  describe.concurrent('a server with nothing but Node', () => {
    it(
      'is checked with a given model, without training and without a payload',
      async (test) => {
        const { model } = checkData(test)
        const report = await checkContainer({ command: fixture('server', 'none'), model })

        expect(failures(report.checks)).toEqual([])
        expect(new Set(report.checks.map(({ part }) => part))).toEqual(new Set(['serving']))
        expect(report.checks.find(({ ids }) => ids.includes('S16'))).toMatchObject({
          outcome: 'skip',
        })
      },
      longEnough,
    )
  })
})

describe('checkContainer', () => {
  it('checks one half only, and skips serving where there is no model', async () => {
    const half = await checkContainer({
      command: fixture('trainer', 'none'),
      only: 'train',
      timeout: 20,
    })
    const none = await checkContainer({ command: fixture('trainer', 'ends with 1'), only: 'serve' })

    expect(new Set(half.checks.map(({ part }) => part))).toEqual(new Set(['training']))
    expect(none.checks).toMatchObject([{ part: 'serving', outcome: 'skip' }])
  })

  it('lays out a given folder, and leaves there what it did not make', async (test) => {
    const folder = emptyFolder(test)
    writeFileSync(join(folder, 'program.R'), '')
    const { channel } = checkData(test)
    const report = await checkContainer({
      command: [
        'sh',
        '-c',
        `cat "${folder}"/input/data/train/*.csv > "${folder}/model/copy"`,
        'sh',
      ],
      channels: { train: channel },
      baseDir: folder,
      only: 'train',
    })

    expect(report.checks.find(({ ids }) => ids.includes('T40'))).toMatchObject({ outcome: 'pass' })
    expect(readdirSync(folder)).toEqual(['program.R'])
  })

  it('removes a given folder that was not there', async (test) => {
    const folder = join(emptyFolder(test), 'ml')
    await checkContainer({ command: ['true'], baseDir: folder, only: 'train' })

    expect(existsSync(folder)).toBe(false)
  })

  it('refuses a folder in which something of the contract is in use, and touches nothing', async (test) => {
    const folder = emptyFolder(test)
    mkdirSync(join(folder, 'model'))
    writeFileSync(join(folder, 'model/precious'), '')
    const attempt = checkContainer({ command: ['true'], baseDir: folder })

    await expect(attempt).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('is in use: it holds "precious"'),
    })
    expect(readdirSync(folder, { recursive: true })).toEqual(['model', 'model/precious'])
  })

  it('leaves no process and no folder behind when it is aborted', async (test) => {
    // Others make folders among the temporary files meanwhile.
    vi.stubEnv('TMPDIR', emptyFolder(test))
    test.onTestFinished(() => void vi.unstubAllEnvs())
    const controller = new AbortController()
    const { channel } = checkData(test)
    const attempt = checkContainer({
      command: ['sh', '-c', 'sleep 600 & sleep 600', 'sh'],
      channels: { train: channel },
      signal: controller.signal,
      onProgress: () => setTimeout(() => controller.abort(new Error('enough')), 300),
    })

    await expect(attempt).rejects.toThrow('enough')
    expect(leftovers()).toEqual([])
    expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain(
      `sleep 600 & sleep`,
    )
  })

  it.each([
    [{}, 'There is nothing to check'],
    [{ command: ['a'], image: 'b' }, 'either a program or an image'],
    [{ image: 'b', baseDir: '/x' }, 'leave out --base-dir'],
    [{ command: ['a'], channels: { 'a/b': '.' } }, 'A channel cannot be called "a/b"'],
    [{ command: ['a'], channels: { a: '/not/there' } }, 'which is not there'],
    [{ command: ['a'], payload: '.' }, 'which is no file'],
    [{ command: ['a'], model: fileURLToPath(import.meta.url) }, 'which is no folder'],
    [{ command: ['a'], payload: fileURLToPath(import.meta.url) }, 'give --content-type'],
    [{ command: ['a'], hyperparameters: { a: 'x'.repeat(2501) } }, 'SageMaker takes 2500'],
    [{ command: ['a'], timeout: 0 }, 'The timeout is 0'],
    [{ command: ['a'], port: 70_000 }, 'The port is 70000'],
    [{ command: ['a'], only: 'train' as const, model: '.' }, 'A model is for serving'],
    [{ command: ['there-is-no-such-program'] }, 'there-is-no-such-program cannot be started'],
    [
      { image: 'a', docker: 'there-is-no-such-command' },
      'The command "there-is-no-such-command" is not there',
    ],
  ])('refuses %o', async (options, message) => {
    await expect(checkContainer(options)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(message),
    })
  })
})

function emptyFolder({ onTestFinished }: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'byo-check-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Folders that the checker made and has not removed. */
function leftovers(): string[] {
  return readdirSync(tmpdir()).filter((name) => !/^byo-check-(data|test)/.test(name))
}

function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
