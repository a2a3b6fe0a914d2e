import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createRunner } from '../../src/runners/create-runner.ts'
import { HostRelay } from '../../src/runners/docker/host-relay.ts'
import { ownFiles } from '../../src/runners/docker/own-files.ts'
import { systemClock } from '../../src/state/system-clock.ts'
import { docker, hasEngine, savedLayers } from '../support/container-engine.ts'
import { bundle } from '../support/programs.ts'
import { type RunnerKit, useRunner } from '../support/runner-under-test.ts'
import { describeRunner } from './runner-conformance.ts'

const base = 'node:24-slim'

const kit: RunnerKit = {
  create: (folder) =>
    createRunner('docker', {
      host: {
        execPath: process.execPath,
        environment: { ...process.env, AWS_SECRET_ACCESS_KEY: "the user's own" },
      },
      workDir: folder,
      perishableDir: folder,
      clock: systemClock,
    }),
  baseLayers: (folder) => savedLayers(base, folder),
}

/** What the engine has of emulators whose run id matches. */
async function ofRuns(run: RegExp): Promise<readonly string[]> {
  const filter = ['--filter', 'label=byo-local', '--format', '{{.Labels}}']
  const [containers, networks, images] = await Promise.all([
    docker('ps', '--all', ...filter),
    docker('network', 'ls', ...filter),
    docker('images', '--format', '{{.Repository}}:{{.Tag}}'),
  ])
  return [containers, networks, images].filter((text) => run.test(text))
}

describe.skipIf(!hasEngine())('with a container engine', () => {
  describeRunner('the docker runner', kit)

  describe('the docker runner alone', () => {
    const test = useRunner(kit)

    it('mounts the model read-only where it is served, and writable where it is trained', async () => {
      const code = `
        import { writeFileSync } from 'node:fs'
        try { writeFileSync('/opt/ml/model/new', ''); console.log('written') } catch ({ code }) { console.log(code) }`
      expect((await test().run({ arguments: [code], serves: true })).lines).toEqual(['EROFS'])
      expect((await test().run({ arguments: [code] })).lines).toEqual(['written'])
    })

    it('runs the program as process 1, as SageMaker does: without an init process', async () => {
      expect((await test().run({ arguments: ['console.log(process.pid)'] })).lines).toEqual(['1'])
    })

    it('names the platform of an image that is for another one', async () => {
      const image = test().images.find(test().scripts)
      if (image === undefined) throw new Error('no image')
      const config = { ...image.config, architecture: 'riscv64' }
      const started = test().runner.start({
        image: { ...image, digest: `sha256:${'ab'.repeat(32)}`, config },
        entrypoint: ['no-such-program'],
        arguments: [],
        environment: {},
        optMl: test().folder,
        scratch: test().folder,
        serves: false,
        networkIsolation: false,
        onLine() {},
      })
      await expect(started).rejects.toThrow(
        'The image is for linux/riscv64 and the container engine for linux/amd64; build it for that platform.',
      )
    })

    it('relays to this machine for those who are let in alone', async () => {
      const server = createServer((_, response) => response.end('hello'))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const relay = new HostRelay()
      onTestFinished(() => {
        relay.close()
        server.close()
      })
      const port = await relay.portFor((server.address() as AddressInfo).port)
      const inspected = await docker('network', 'inspect', 'bridge')
      const [{ Gateway, Subnet }] = JSON.parse(inspected)[0].IPAM.Config
      const code = `fetch('http://${Gateway}:${port}').then((answer) => answer.text()).then(console.log, ({ cause }) => console.log(cause.code))`
      const askFromContainer = () => docker('run', '--rm', base, 'node', '-e', code)

      expect(await askFromContainer()).toMatch(/^(?:UND_ERR_SOCKET|ECONNRESET)$/)
      relay.admit({ gateway: Gateway, subnet: Subnet })
      expect(await askFromContainer()).toBe('hello')
      expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('hello')
    })

    // Only root can see that it works for someone else; as anybody else, the suite for all runners shows it.
    it.skipIf(process.getuid?.() !== 0)(
      'makes files of the root of a container those of whoever runs the emulator',
      async () => {
        const folder = mkdtempSync(join(test().folder, 'owned-'))
        mkdirSync(join(folder, 'deep'))
        writeFileSync(join(folder, 'deep/file'), '')
        const command = { program: 'docker', environment: process.env }
        await ownFiles(command, folder, base, { uid: 12_345, gid: 12_346 })
        const { uid, gid } = statSync(join(folder, 'deep/file'))
        expect({ uid, gid }).toEqual({ uid: 12_345, gid: 12_346 })
      },
    )

    it('leaves nothing in the engine when the emulator is killed, and when its reaper is, too', async () => {
      const { folder } = test()
      const program = await bundle(new URL('../fixtures/emulator.ts', import.meta.url), folder)
      const uri = test().images.addProgram('leaves-a-child')
      for (const killsReaper of [false, true]) {
        const workDir = mkdtempSync(join(folder, 'killed-'))
        mkdirSync(join(workDir, 'ml/model'), { recursive: true })
        const image = JSON.stringify(test().images.find(uri))
        const emulator = spawn(process.execPath, [program, 'docker', workDir, image], {
          stdio: ['ignore', 'pipe', 'inherit'],
        })
        onTestFinished(() => void emulator.kill('SIGKILL'))
        await once(createInterface(emulator.stdout), 'line')
        const run = new RegExp(`-${emulator.pid}-[0-9a-f]{8}`)
        expect(await ofRuns(run)).toHaveLength(3)
        if (killsReaper) killReapers(emulator)
        emulator.kill('SIGKILL')
        // Without its reaper, the next emulator does it.
        if (killsReaper) await kit.create(join(folder, 'next')).prepare()

        await expect.poll(() => ofRuns(run), { timeout: 30_000, interval: 100 }).toEqual([])
        expect(existsSync(workDir)).toBe(killsReaper)
      }
    }, 120_000)
  })
})

/** Kills the shells that wait for an emulator's end. */
function killReapers(emulator: ChildProcess): void {
  const { stdout } = spawnSync('pgrep', ['-P', String(emulator.pid), '-f', 'byo-local-reaper'])
  const pids = stdout
    .toString()
    .split('\n')
    .filter((pid) => pid !== '')
  expect(pids).toHaveLength(1)
  for (const pid of pids) process.kill(Number(pid), 'SIGKILL')
}
