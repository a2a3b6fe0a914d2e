import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createRunner } from '../../src/runners/create-runner.ts'
import { startLocalSageMaker } from '../../src/start-local.ts'
import { systemClock } from '../../src/state/system-clock.ts'

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'byo-no-engine-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

/** Prepares the docker runner with the given folder as its whole PATH. */
async function prepare(path: string): Promise<void> {
  const runner = createRunner('docker', {
    host: { execPath: process.execPath, environment: { PATH: path } },
    workDir: path,
    perishableDir: join(path, 'none'),
    clock: systemClock,
  })
  onTestFinished(() => runner.close())
  await runner.prepare()
}

it('says what to do where there is no docker command', async () => {
  await expect(prepare(emptyFolder())).rejects.toMatchObject({
    code: 'no-container-engine',
    message:
      'There is no command "docker" on the PATH. Start Docker or podman, or use runner: \'process\', which needs neither.',
  })
})

it('says what to do where no engine answers', async () => {
  const folder = emptyFolder()
  const script = '#!/bin/sh\necho "Cannot connect to the Docker daemon" >&2\nexit 1\n'
  writeFileSync(join(folder, 'docker'), script, { mode: 0o755 })
  await expect(prepare(folder)).rejects.toMatchObject({
    code: 'no-container-engine',
    message: expect.stringMatching(/does not answer \(Cannot connect to the Docker daemon\)/),
  })
})

it('leaves nothing of an emulator that could not start for that', async () => {
  const { PATH, TMPDIR } = process.env
  const folder = emptyFolder()
  onTestFinished(() => {
    process.env.PATH = PATH
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  })
  process.env.TMPDIR = folder
  process.env.PATH = folder
  await expect(startLocalSageMaker({ runner: 'docker' })).rejects.toMatchObject({
    name: 'LocalError',
    code: 'no-container-engine',
  })
  expect(readdirSync(folder)).toEqual([])
})
