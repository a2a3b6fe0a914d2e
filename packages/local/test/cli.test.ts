import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildCli, spawnCli } from './support/cli-process.ts'
import { rawRequest } from './support/with-local.ts'

const packageFolder = fileURLToPath(new URL('..', import.meta.url))
let folder = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'byo-cli-test-'))
  await buildCli(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: string[]): ChildProcess => spawnCli(folder, ...args)

/** Runs the command to its end. */
async function finish(...args: string[]) {
  const child = run(...args)
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout as NodeJS.ReadableStream),
    text(child.stderr as NodeJS.ReadableStream),
    once(child, 'exit'),
  ])
  return { stdout, stderr, code }
}

/** Starts the server and gives its first line of output. */
async function startJson(...args: string[]) {
  const child = run('--port', '0', '--json', ...args)
  const [line] = await once(createInterface(child.stdout as NodeJS.ReadableStream), 'line')
  return {
    child,
    first: JSON.parse(line as string),
    stderr: text(child.stderr as NodeJS.ReadableStream),
  }
}

describe('byo-local', () => {
  it('explains itself and tells its version', async () => {
    const help = await finish('--help')
    const version = await finish('--version')

    const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
    expect([help.code, help.stdout.startsWith('Usage: byo-local')]).toEqual([0, true])
    expect([version.code, version.stdout.trim()]).toEqual([0, manifest.version])
  })

  it.each([
    [['--bogus'], '--bogus'],
    [['extra'], 'extra'],
    [['--port', 'x'], '"x"'],
    [['--port'], '--port'],
    [['--fault', 'PutObject:trottle'], '"trottle"'],
    [['--fault', 'PutObject:fail', '--fault', 'training'], 'capacity'],
    [['--fault-seed', '-1'], '--fault-seed'],
    [['--runner', 'vm'], 'process or docker'],
    [['--account', '12'], 'twelve digits'],
    [['--region', 'moon'], '"moon"'],
    [['--data', ''], 'folder'],
  ])('ends with 2 and one sentence of usage for %j', async (args, named) => {
    const { stdout, stderr, code } = await finish(...args)

    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(named)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  it('ends with 1 and one sentence when it cannot start', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo

    const { stderr, code } = await finish('--port', `${port}`)
    taken.close()

    expect(code).toBe(1)
    expect(stderr).toMatch(new RegExp(`^Port ${port} [^\n]* byo-local --port 0\n$`))
  })

  it('prints where it is and the environment of its clients as the first line of JSON', async () => {
    const { child, first } = await startJson('--region', 'eu-west-2', '--account', '123456789012')

    const answer = await rawRequest(first.endpoint, {
      method: 'POST',
      path: '/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    })
    child.kill('SIGTERM')
    await once(child, 'exit')
    expect(answer.text).toContain('<Account>123456789012</Account>')
    expect(first.env).toMatchObject({ AWS_ENDPOINT_URL: first.endpoint, AWS_REGION: 'eu-west-2' })
  })

  it('keeps everything in the folder that it is given', async () => {
    const data = join(folder, 'data')
    for (const method of ['PUT', 'HEAD']) {
      const { child, first } = await startJson('--data', data)
      const { status } = await rawRequest(first.endpoint, { method, path: '/kept' })
      child.kill('SIGTERM')
      await once(child, 'exit')
      expect(status).toBe(200)
    }
  })

  it('prints lines for a shell otherwise, without colours where no terminal is', async () => {
    const child = run('--port', '0')
    const lines: string[] = []
    for await (const line of createInterface(child.stdout as NodeJS.ReadableStream)) {
      lines.push(line)
      if (line === 'Ctrl-C stops it.') child.kill('SIGINT')
    }

    expect(lines[0]).toMatch(/^SageMaker is at http:\/\/127\.0\.0\.1:\d+$/)
    expect(lines).toContain('export AWS_REGION=us-east-1')
    expect(lines.join('')).not.toContain('\u001b')
  })

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'stops on %s: port and temporary folder free',
    async (signal) => {
      const { child, first } = await startJson()
      expect(readdirSync(join(folder, 'tmp')).length).toBe(1)

      child.kill(signal)
      const [code] = await once(child, 'exit')

      expect(code).toBe(0)
      expect(readdirSync(join(folder, 'tmp'))).toEqual([])
      await expect(rawRequest(first.endpoint, { path: '/v2/' })).rejects.toMatchObject({
        code: 'ECONNREFUSED',
      })
    },
  )

  it('logs an operation that it lacks, and every request when asked', async () => {
    const quiet = await startJson()
    const verbose = await startJson('--verbose')
    for (const { first, child } of [quiet, verbose]) {
      await rawRequest(first.endpoint, { path: '/v2/' })
      await rawRequest(first.endpoint, {
        method: 'POST',
        path: '/',
        headers: { 'x-amz-target': 'SageMaker.BrewCoffee' },
      })
      child.kill('SIGTERM')
    }

    const [few, all] = await Promise.all([quiet.stderr, verbose.stderr])
    expect(few).toContain('SageMaker.BrewCoffee')
    expect(few).not.toContain('/v2/')
    expect(all).toContain('registry GET /v2/ 200')
  })

  it('lets go wrong what was ordered, and logs it', async () => {
    const faults = ['--fault', 'GET /v2/:throttle', '--fault', 'ListBuckets:drop-request']
    const { first, child, stderr } = await startJson(...faults, '--fault-seed', '7', '--verbose')

    const version = await rawRequest(first.endpoint, { path: '/v2/' })
    const dropped = rawRequest(first.endpoint, { path: '/' })
    await expect(dropped).rejects.toMatchObject({ code: 'ECONNRESET' })
    const { text: buckets } = await rawRequest(first.endpoint, { path: '/' })
    child.kill('SIGTERM')

    expect(version.status).toBe(429)
    expect(buckets).toContain('ListAllMyBucketsResult')
    const log = await stderr
    expect(log).toMatch(/^registry GET \/v2\/ 429 \d+ ms, as ordered: TOOMANYREQUESTS: /m)
    expect(log).toMatch(/^s3 ListBuckets 0 \d+ ms, as ordered$/m)
    expect(log).toMatch(/^s3 ListBuckets 200 \d+ ms$/m)
  })

  it('verifies signatures when asked [G113]', async () => {
    const { first, child } = await startJson('--verify-signatures')
    const { status } = await rawRequest(first.endpoint, { path: '/bucket' })
    child.kill('SIGTERM')

    expect(status).toBe(403)
  })

  it('goes on when nobody reads its output any more', async () => {
    const child = run('--port', '0', '--json', '--verbose')
    const lines = createInterface(child.stdout as NodeJS.ReadableStream)
    const [line] = await once(lines, 'line')
    ;(child.stdout as NodeJS.ReadableStream & { destroy(): void }).destroy()
    ;(child.stderr as NodeJS.ReadableStream & { destroy(): void }).destroy()
    const { endpoint } = JSON.parse(line as string)

    await rawRequest(endpoint, { path: '/v2/' })
    const { status } = await rawRequest(endpoint, { path: '/v2/' })
    child.kill('SIGTERM')
    const [code] = await once(child, 'exit')

    expect([status, code]).toEqual([200, 0])
  })
})
