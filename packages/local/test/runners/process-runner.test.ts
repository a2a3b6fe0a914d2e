import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createProcessRunner } from '../../src/runners/process-runner.ts'
import type { ContainerExit, ContainerRequest, Runner } from '../../src/runners/runner.ts'
import { systemClock } from '../../src/state/system-clock.ts'
import { type LayerFiles, PackedImages } from '../support/images.ts'

let folder: string
let images: PackedImages
let runner: Runner

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'byo-runner-test-'))
  images = new PackedImages(folder)
  runner = createProcessRunner({
    execPath: process.execPath,
    searchPath: process.env.PATH ?? '',
    workDir: join(folder, 'work'),
    perishableDir: join(folder, 'work'),
    clock: systemClock,
  })
})

afterEach(async () => {
  await runner.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Run extends ContainerExit {
  readonly lines: readonly string[]
}

/** Runs an image to its end and returns its lines. */
async function run(uri: string, changes: Partial<ContainerRequest> = {}): Promise<Run> {
  const lines: string[] = []
  const container = await runner.start(request(uri, lines, changes))
  return { ...(await container.exited), lines }
}

function request(
  uri: string,
  lines: string[],
  changes: Partial<ContainerRequest> = {},
): ContainerRequest {
  const image = images.find(uri)
  if (image === undefined) throw new Error(`no image ${uri}`)
  return {
    image,
    arguments: ['train'],
    environment: {},
    optMl: join(folder, 'ml'),
    scratch: join(folder, 'scratch'),
    serves: false,
    networkIsolation: false,
    onLine: (line) => lines.push(line),
    ...changes,
  }
}

/** An image of one program and whatever lies beside it. */
function image(program: string, more: LayerFiles = {}): string {
  return images.add('image', {
    layers: [{ 'opt/program/main.mjs': program, ...more }],
    config: { Entrypoint: ['node', '/opt/program/main.mjs'] },
  })
}

/** Whether a process still runs; one that is dead but not yet reaped by its parent doesn't. */
function isAlive(pid: number): boolean {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout
  return state.trim() !== '' && !state.startsWith('Z')
}

function pids(line: string): { child: number; own: number } {
  const match = /child=(\d+) own=(\d+)/.exec(line)
  return { child: Number(match?.[1]), own: Number(match?.[2]) }
}

describe('the process runner', () => {
  it('runs a Node program with its arguments and reports its exit code', async () => {
    const uri = image('console.log(...process.argv.slice(2)); process.exitCode = 5')
    expect(await run(uri, { arguments: ['train', 'x y'] })).toEqual({
      exitCode: 5,
      lines: ['train x y'],
    })
  })

  it('reports the end by a signal as a shell does', async () => {
    expect((await run(image("process.kill(process.pid, 'SIGKILL')"))).exitCode).toBe(137)
  })

  it('runs an entrypoint relative to the working folder, below which it finds modules', async () => {
    const uri = images.add('relative', {
      layers: [
        { 'srv/app/node_modules/dep/index.js': 'exports.word = "found"' },
        {
          'srv/app/src/main.cjs':
            'console.log(require("dep").word, process.cwd().endsWith("/srv/app"))',
        },
      ],
      config: { Entrypoint: ['node', 'src/main.cjs'], WorkingDir: '/srv/app' },
    })
    expect((await run(uri)).lines).toEqual(['found true'])
  })

  it('finds a program called train on the PATH of an image without an entrypoint', async () => {
    const uri = images.add('no-entrypoint', {
      layers: [{ 'opt/program/train': '#!/usr/bin/env node\nconsole.log("trained")' }],
      config: { Env: ['PATH=/opt/program:/usr/bin'] },
    })
    expect((await run(uri)).lines).toEqual(['trained'])
  })

  it('gives the variables of the image, and the request the last word', async () => {
    const uri = images.add('variables', {
      layers: [
        {
          'opt/program/main.mjs':
            'const { A, B, C } = process.env; console.log(JSON.stringify({ A, B, C }))',
        },
      ],
      config: {
        Entrypoint: ['node', '/opt/program/main.mjs'],
        Env: ['A=image', 'B=a=b', 'C=image'],
      },
    })
    const { lines } = await run(uri, { environment: { C: 'request' } })
    expect(JSON.parse(lines[0] ?? '')).toEqual({ A: 'image', B: 'a=b', C: 'request' })
  })

  it('reads multi-byte characters and lines torn over chunks, and ends every line once', async () => {
    const program = `
      process.stdout.write(Buffer.from('grö').subarray(0, 3))
      setTimeout(() => { process.stdout.write(Buffer.concat([Buffer.from('grö').subarray(3), Buffer.from('ße\\r\\n\\nend')])) }, 20)`
    expect((await run(image(program))).lines).toEqual(['größe', '', 'end'])
  })

  it('cuts a line that never ends into events of at most 256 KiB', async () => {
    const { lines } = await run(image("process.stdout.write('x'.repeat(1_000_000))"))
    expect(lines.join('')).toHaveLength(1_000_000)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(256 * 1024)
  })

  it('says that it runs Node programs only', async () => {
    const uri = images.add('python', {
      layers: [{ 'opt/program/train.py': '' }],
      config: { Entrypoint: ['python3', '/opt/program/train.py'] },
    })
    await expect(run(uri)).rejects.toThrow(
      /^CannotStartContainerError: The image python@sha256:\w+ cannot be run: it runs "python3", and this emulator runs images as plain processes, which works for Node programs only/,
    )
  })

  it('says which layer cannot be read', async () => {
    const good = images.find(image(''))?.layers[0]
    if (good === undefined) throw new Error('no layer')
    const uri = images.addLayers('broken', [{ ...good, path: fileURLToPath(import.meta.url) }], {
      Entrypoint: ['node', '/opt/program/main.mjs'],
    })
    await expect(run(uri)).rejects.toThrow(
      /^CannotStartContainerError: The image's layer sha256:\w+ \(.*\) cannot be unpacked/,
    )
  })

  it('ends what a program leaves behind', async () => {
    const uri = images.addProgram('leaves-a-child')
    const { lines } = await run(uri)
    await expect
      .poll(() => isAlive(pids(lines[0] ?? '').child), { timeout: 10_000, interval: 5 })
      .toBe(false)
  })

  it('ends everything when it is closed, and starts nothing more', async () => {
    const uri = images.addProgram('leaves-a-child')
    const lines: string[] = []
    await runner.start(request(uri, lines, { arguments: ['stay'] }))
    await expect.poll(() => lines, { timeout: 10_000, interval: 5 }).toHaveLength(1)
    const { child, own } = pids(lines[0] ?? '')
    await runner.close()

    await expect
      .poll(() => isAlive(child) || isAlive(own), { timeout: 10_000, interval: 5 })
      .toBe(false)
    await expect(run(uri)).rejects.toThrow('shutting down')
  })
})

describe('an emulator that is killed', () => {
  let emulator: ChildProcess | undefined

  afterEach(() => {
    emulator?.kill('SIGKILL')
  })

  it('leaves neither programs nor working folders', async () => {
    const uri = images.addProgram('leaves-a-child')
    const workDir = join(folder, 'killed')
    const outfile = join(folder, 'emulator.mjs')
    await build({
      entryPoints: [fileURLToPath(new URL('../fixtures/emulator.ts', import.meta.url))],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      conditions: ['@byo/source'],
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)",
      },
      logLevel: 'silent',
    })
    emulator = spawn(
      process.execPath,
      [outfile, workDir, images.find(uri)?.layers[0]?.path ?? ''],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    if (emulator.stdout === null) throw new Error('no output')
    const [line] = (await once(createInterface(emulator.stdout), 'line')) as [string]
    const { child, own } = pids(line)
    expect([isAlive(child), isAlive(own), existsSync(workDir)]).toEqual([true, true, true])
    emulator.kill('SIGKILL')

    await expect
      .poll(() => [isAlive(child), isAlive(own), existsSync(workDir)], {
        timeout: 10_000,
        interval: 10,
      })
      .toEqual([false, false, false])
  })
})
