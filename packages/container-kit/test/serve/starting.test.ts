import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { describe, expect, it } from 'vitest'
import { invoke, send } from '../fixtures/http.ts'
import { baseDirWith, serve, startProgram } from '../fixtures/run-program.ts'

const modelFile = { 'model/model.json': { mean: 2.5 } }
const csv = { 'content-type': 'text/csv' }

describe('serving', () => {
  it('begins with the word serve, trains nothing, and takes requests on all interfaces [T02] [S01]', async () => {
    const { port, printed, stdout } = await serve('means', await baseDirWith(modelFile))
    await printed('INFO ready')

    expect(stdout()).not.toContain('training')
    for (const address of ownAddresses()) {
      expect((await send(`http://${address}:${port}/ping`, 'GET')).status).toBe(200)
    }
  })

  it('takes port 8080 where nothing names another', async () => {
    const program = startProgram('answers', ['serve'], await baseDirWith(), {
      BYO_LINGER_SECONDS: '0',
    })
    const ended = program.exit.then(() => 'ended')
    await Promise.race([program.printed('listening port=8080'), ended])

    // Another program may have it: then the error names it.
    expect(`${program.stdout()}${program.stderr()}`).toMatch(/listening port=8080|Port 8080 is in/)
  })

  it('takes the port that SAGEMAKER_BIND_TO_PORT names, and only that [S02]', async () => {
    // Below those that the system gives out to others.
    const wanted = 20_000 + (process.pid % 10_000)
    const { printed, port, child } = await serve('answers', await baseDirWith(), {
      SAGEMAKER_BIND_TO_PORT: String(wanted),
    })
    await printed('INFO ready')

    expect(port).toBe(wanted)
    expect(listeningPorts(child.pid!)).toEqual([wanted])
  })

  it('accepts connections while the model is still being loaded [S05]', async () => {
    const { url } = await serve('answers', await baseDirWith(), { LOAD_SECONDS: '600' })

    expect((await send(`${url}/ping`, 'GET')).status).toBe(503)
    expect(await invoke(url, 'early')).toMatchObject({ status: 503 })
  })

  it('reads a model that it may not write [S12]', async () => {
    const baseDir = await baseDirWith(modelFile)
    chmodSync(`${baseDir}/model/model.json`, 0o444)
    chmodSync(`${baseDir}/model`, 0o555)
    const { url, printed } = await serve('means', baseDir)
    await printed('INFO ready')

    expect((await invoke(url, 'a\n1\n', csv)).body).toBe('2.5')
  })

  it.runIf(process.getuid?.() === 0).each([1000, 65_534])(
    'serves as user %i, who may write nowhere but in /tmp [S13]',
    async (user) => {
      const baseDir = await baseDirWith(modelFile)
      chmodSync(baseDir, 0o555)
      const { url, printed } = await serve('means', baseDir, {}, { uid: user })
      await printed('INFO ready')

      expect((await invoke(url, 'a\n1\n', csv)).body).toBe('2.5')
    },
  )

  it.runIf(canUnshare())('starts without a network [S14]', async () => {
    const baseDir = await baseDirWith(modelFile)
    const script = 'ip link set lo up 2>/dev/null; exec "$@"'
    const program = startProgram(
      'means',
      ['serve'],
      baseDir,
      { SAGEMAKER_BIND_TO_PORT: '0' },
      { through: ['unshare', '-n', 'sh', '-c', script, 'sh'] },
    )

    await program.printed('INFO ready')
  })
})

/** This machine's IPv4 addresses. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family }) => family === 'IPv4')
    .map(({ address }) => address)
}

/** The ports on which a process listens, as the system says. */
function listeningPorts(pid: number): number[] {
  const text = execFileSync('sh', [
    '-c',
    `for f in /proc/${pid}/fd/*; do readlink "$f"; done 2>/dev/null; echo --; grep -E 'local|: [^ ]+ [^ ]+ 0A ' /proc/${pid}/net/tcp`,
  ]).toString()
  const [links, table] = text.split('--\n')
  const inodes = new Set([...links!.matchAll(/socket:\[(\d+)\]/g)].map((match) => match[1]))
  return table!
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === '0A' && inodes.has(fields[9]))
    .map((fields) => Number.parseInt(fields[1]!.split(':')[1]!, 16))
}

function canUnshare(): boolean {
  return spawnSync('unshare', ['-n', 'true']).status === 0
}
