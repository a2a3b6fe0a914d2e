import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { PackedImages } from '../support/images.ts'
import { bundle, isAlive } from '../support/programs.ts'

let folder: string
let emulator: ChildProcessByStdio<null, Readable, null> | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'byo-killed-test-'))
})

afterEach(() => {
  emulator?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** Starts a program and returns the first line that it prints. */
async function firstLine(
  words: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  emulator = spawn(process.execPath, words, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environment,
  })
  const [line] = (await once(createInterface(emulator.stdout), 'line')) as [string]
  return line
}

it('leaves neither programs, nor what they detached, nor working folders when killed [G065]', async () => {
  const images = new PackedImages(folder)
  const image = images.find(images.addProgram('detaches'))
  const workDir = join(folder, 'work')
  const program = await bundle(new URL('../fixtures/emulator.ts', import.meta.url), folder)
  const line = await firstLine([program, 'process', workDir, JSON.stringify(image)])
  const pids = (line.match(/\d+/g) ?? []).map(Number)
  expect([...pids.map(isAlive), existsSync(workDir)]).toEqual([true, true, true, true])
  emulator?.kill('SIGKILL')

  await expect
    .poll(() => [...pids.map(isAlive), existsSync(workDir)])
    .toEqual([false, false, false, false])
})

it('leaves no temporary folder when killed before the first job', async () => {
  const temporary = join(folder, 'tmp')
  mkdirSync(temporary)
  const program = await bundle(new URL('../../src/cli.ts', import.meta.url), folder)
  const environment = { ...process.env, TMPDIR: temporary }
  await firstLine([program, '--port', '0', '--json'], environment)
  expect(readdirSync(temporary)).toHaveLength(1)
  emulator?.kill('SIGKILL')

  await expect.poll(() => readdirSync(temporary)).toEqual([])
})
