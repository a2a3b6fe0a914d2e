import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Address } from '../../src/runners/runner.ts'
import { type RequestChanges, type RunnerKit, useRunner } from '../support/runner-under-test.ts'

const talksToHosts = readFileSync(
  fileURLToPath(new URL('../fixtures/programs/talks-to-hosts.mjs', import.meta.url)),
  'utf8',
)
const serves = `
import { createServer } from 'node:http'
const port = Number(process.env.SAGEMAKER_BIND_TO_PORT ?? 8080)
createServer((_, response) => response.end(process.argv.slice(2).join())).listen(port, '0.0.0.0')
process.on('SIGTERM', () => process.exit(0))`
const staysAlive = `
process.on('SIGTERM', () => console.log('no'))
setInterval(() => {}, 1000)
console.log('ready')`
/** Variables that programs have anywhere: those of a shell, a container engine's, and of how processes are run. */
const usualVariables =
  /^(?:PATH|HOME|HOSTNAME|TERM|container|TMPDIR|SAGEMAKER_BASE_DIR|BYO_LOCAL_RUN|PWD)$/

/** What every runner does, however it does it. */
export function describeRunner(name: string, kit: RunnerKit): void {
  describe(name, () => {
    const test = useRunner(kit)
    const script = (code: string, ...rest: string[]): RequestChanges => ({
      arguments: [code, ...rest],
    })

    it('runs the entrypoint of the image with the arguments, word by word, and tells the exit code [G031]', async () => {
      const code = 'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 5'
      const { exitCode, lines } = await test().run(script(code, 'train', 'x y', '', '"$HOME" *'))
      expect(lines).toEqual([JSON.stringify(['train', 'x y', '', '"$HOME" *'])])
      expect(exitCode).toBe(5)
      expect((await test().run(script(''))).exitCode).toBe(0)
    })

    it('replaces the entrypoint, which then gets the arguments and nothing else [G031]', async () => {
      const code = 'console.log(process.argv.slice(1).join())'
      const given = { entrypoint: ['node', '-e', code], arguments: ['one', 'two'] }
      expect((await test().run(given)).lines).toEqual(['one,two'])
      expect((await test().run({ ...given, arguments: [] })).lines).toEqual([''])
    })

    it('finds a program called train on the PATH of an image without an entrypoint [T04]', async () => {
      const uri = test().images.add('no-entrypoint', {
        layers: [{ 'opt/program/train': '#!/usr/bin/env node\nconsole.log("trained")' }],
        config: { Env: ['PATH=/opt/program:/usr/local/bin:/usr/bin:/bin'], Cmd: ['ignored'] },
      })
      expect((await test().run({ uri })).lines).toEqual(['trained'])
    })

    it('starts in the working folder of the image, also with a relative entrypoint, and finds its modules', async () => {
      const uri = test().images.add('relative', {
        layers: [
          { 'srv/app/node_modules/dep/index.js': 'exports.word = "found"' },
          {
            'srv/app/src/main.cjs': 'console.log(require("dep").word, process.cwd().slice(-8))',
            'opt/ml/code/helper.cjs': 'console.log("code of the image")',
          },
        ],
        config: { Entrypoint: ['node', 'src/main.cjs'], WorkingDir: '/srv/app' },
      })
      expect((await test().run({ uri })).lines).toEqual(['found /srv/app'])
      const entrypoint = ['node', '/opt/ml/code/helper.cjs']
      expect((await test().run({ uri, entrypoint })).lines).toEqual(['code of the image'])
    })

    it('gives the variables of the image and the request, which has the last word [G030]', async () => {
      const code = 'const { A, B, C, D } = process.env; console.log(JSON.stringify([A, B, C, D]))'
      const uri = test().images.add('variables', {
        layers: [{ 'opt/program/main.mjs': code }],
        config: {
          Entrypoint: ['node', '/opt/program/main.mjs'],
          Env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'A=image', 'B=a=b', 'C=image'],
        },
      })
      const { lines } = await test().run({
        uri,
        environment: { C: 'request', D: 'two\nlines "$A"' },
      })
      expect(JSON.parse(lines[0] ?? '')).toEqual(['image', 'a=b', 'request', 'two\nlines "$A"'])
    })

    it('gives nothing of the variables of whoever started the emulator', async () => {
      const { lines } = await test().run(script('console.log(JSON.stringify(process.env))'))
      const given = JSON.parse(lines[0] ?? '') as Record<string, string>
      expect(Object.keys(given).filter((one) => !usualVariables.test(one))).toEqual([])
      expect(given.HOME).not.toBe(process.env.HOME === '/root' ? undefined : process.env.HOME)
    })

    it('gives it /opt/ml, and everyone what it has left there', async () => {
      const code = `
        import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
        const base = process.env.SAGEMAKER_BASE_DIR ?? '/opt/ml'
        console.log(readFileSync(base + '/input/config/hyperparameters.json', 'utf8'))
        mkdirSync(base + '/model/deep', { mode: 0o700 })
        writeFileSync(base + '/model/deep/model.bin', 'a model', { mode: 0o600 })
        writeFileSync(base + '/output/failure', 'why')
        writeFileSync(base + '/output/data/more', 'more')`
      const optMl = (await test().run(script(''))).optMl
      writeFileSync(join(optMl, 'input/config/hyperparameters.json'), '{"a":"1"}')
      expect(await test().run({ ...script(code), optMl })).toMatchObject({
        exitCode: 0,
        lines: ['{"a":"1"}'],
      })

      expect(readFileSync(join(optMl, 'model/deep/model.bin'), 'utf8')).toBe('a model')
      expect(readFileSync(join(optMl, 'output/failure'), 'utf8')).toBe('why')
      expect(readFileSync(join(optMl, 'output/data/more'), 'utf8')).toBe('more')
      expect(statSync(join(optMl, 'model/deep/model.bin')).uid).toBe(process.getuid?.())
      rmSync(optMl, { recursive: true })
    })

    it('keeps what programs write elsewhere apart', async () => {
      const code = `
        import { existsSync, writeFileSync } from 'node:fs'
        import { homedir, tmpdir } from 'node:os'
        const files = [homedir() + '/left', tmpdir() + '/left']
        console.log(files.filter((file) => existsSync(file)).length)
        for (const file of files) writeFileSync(file, '')`
      expect((await test().run(script(code))).lines).toEqual(['0'])
      expect((await test().run(script(code))).lines).toEqual(['0'])
    })

    it('takes the lines of both streams, each in its order, empty ones and an unfinished last one too', async () => {
      const code = `
        for (let i = 0; i < 1000; i += 1) { console.log('out ' + i); console.error('err ' + i) }
        process.stdout.write('\\r\\n\\nend')`
      const { lines } = await test().run(script(code))
      const numbered = (word: string) => Array.from({ length: 1000 }, (_, i) => `${word} ${i}`)
      expect(lines.filter((line) => line.startsWith('err'))).toEqual(numbered('err'))
      expect(lines.filter((line) => !line.startsWith('err'))).toEqual([
        ...numbered('out'),
        '',
        '',
        'end',
      ])
    })

    it('puts characters together that are torn over chunks', async () => {
      const code = `
        const bytes = Buffer.from('größe € 😀')
        for (const byte of bytes) {
          process.stdout.write(Buffer.of(byte))
          await new Promise((resolve) => setTimeout(resolve, 2))
        }`
      expect((await test().run(script(code))).lines).toEqual(['größe € 😀'])
    })

    it('cuts a line that never ends into events of at most 256 KiB, and loses nothing of it', async () => {
      const { lines } = await test().run(script("process.stdout.write('x'.repeat(1_000_000))"))
      expect(lines.join('')).toBe('x'.repeat(1_000_000))
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(256 * 1024)
    })

    it('stops with SIGTERM, which the program itself gets, and waits for its end [T07]', async () => {
      const code = `
        process.on('SIGTERM', () => setTimeout(() => { console.log('saved'); process.exit(3) }, 50))
        setInterval(() => {}, 1000)
        console.log('ready')`
      const container = await test().start(script(code))
      await container.line(/ready/)
      expect(await container.stop(60_000)).toEqual({ exitCode: 3 })
      expect(container.lines).toEqual(['ready', 'saved'])
      // Once more: it changes nothing.
      expect(await container.stop(0)).toEqual({ exitCode: 3 })
    })

    it('kills what ignores SIGTERM once the grace is over', async () => {
      const container = await test().start(script(staysAlive))
      await container.line(/ready/)
      expect(await container.stop(200)).toEqual({ exitCode: 137 })
      expect(container.lines).toEqual(['ready', 'no'])
    })

    it('says why a program cannot be started', async () => {
      const started = test().start({ entrypoint: ['no-such-program'] })
      await expect(started).rejects.toThrow(
        /^CannotStartContainerError: The image scripts@sha256:\w+ cannot be run: .*no-such-program/,
      )
    })

    it('says that an image is broken', async () => {
      const good = test().images.find(test().scripts)?.layers.at(-1)
      if (good === undefined) throw new Error('no layer')
      const path = fileURLToPath(import.meta.url)
      const uri = test().images.addLayers(
        'broken',
        [{ ...good, path, size: statSync(path).size }],
        {
          Entrypoint: ['node', '/opt/program/main.mjs'],
        },
      )
      await expect(test().run({ uri })).rejects.toThrow(
        /^CannotStartContainerError: .*(?:cannot be unpacked|cannot load the image)/,
      )
    })

    it('tells where a server is reached, and lets several run at once [G064]', async () => {
      const serving = (word: string) => test().start({ ...script(serves, word), serves: true })
      const servers = await Promise.all([serving('one'), serving('two')])
      const answers = servers.map(({ address }) => ask(address))
      expect(await Promise.all(answers)).toEqual(['one', 'two'])
      const ends = await Promise.all(servers.map(({ stop }) => stop(60_000)))
      expect(ends).toEqual([{ exitCode: 0 }, { exitCode: 0 }])
      expect((await test().start(script(''))).address).toBeUndefined()
    })

    it('gives a server its model', async () => {
      const code = `
        import { readFileSync } from 'node:fs'
        console.log(readFileSync((process.env.SAGEMAKER_BASE_DIR ?? '/opt/ml') + '/model/model.txt', 'utf8'))`
      const { optMl } = await test().run(script(''))
      writeFileSync(join(optMl, 'model/model.txt'), 'a model')
      const { lines } = await test().run({ ...script(code), serves: true, optMl })
      expect(lines).toEqual(['a model'])
    })

    it('lets programs call the AWS endpoint that listens on the loopback address of this machine', async () => {
      const server = createServer((request, response) =>
        response.end(`you asked for ${request.url}`),
      )
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      onTestFinished(() => void server.close())
      const { port } = server.address() as AddressInfo
      const code = `console.log(await (await fetch(process.env.AWS_ENDPOINT_URL + '/bucket/key')).text())`
      const environment = { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` }
      expect((await test().run({ ...script(code), environment })).lines).toEqual([
        'you asked for /bucket/key',
      ])
    })

    it('lets the hosts of a cluster find and call each other by name, two clusters at once [G032]', async () => {
      const hosts = ['algo-1', 'algo-2']
      const port = '7777'
      const starts = ['one', 'two'].flatMap((id) =>
        hosts.map((host) =>
          test().start({
            ...script(talksToHosts, host, port, ...hosts),
            cluster: { id, hosts, host },
          }),
        ),
      )
      const containers = await Promise.all(starts)
      for (const { line, lines } of containers) {
        await line(/done/)
        expect(lines).toEqual([
          '2 addresses',
          'same true',
          ...['fetch', 'http', 'thread', 'child'].map((way) => `${way} ${hosts.join(' ')}`),
          'done',
        ])
      }
      const ends = await Promise.all(containers.map(({ stop }) => stop(60_000)))
      expect(ends).toEqual(containers.map(() => ({ exitCode: 0 })))
    }, 60_000)

    it('finds the name of its own host, where that is the only one', async () => {
      const code = `
        import { lookup } from 'node:dns/promises'
        console.log((await lookup('algo-1')).family)`
      const cluster = { id: 'alone', hosts: ['algo-1'], host: 'algo-1' }
      expect((await test().run({ ...script(code), cluster })).lines).toEqual(['4'])
      const isolated = await test().run({ ...script(code), cluster, networkIsolation: true })
      expect(isolated.lines).toEqual(['4'])
    })

    it('leaves a program with network isolation no way out', async () => {
      const code = `
        import { lookup } from 'node:dns/promises'
        import { connect } from 'node:net'
        await lookup('example.com').then(() => console.log('found'), ({ code }) => console.log(code))
        connect(443, '198.51.100.1').on('connect', () => console.log('connected')).on('error', ({ code }) => console.log(code))`
      const { lines } = await test().run({ ...script(code), networkIsolation: true })
      expect(lines).toEqual([expect.stringMatching(/^(?:EAI_AGAIN|ENOTFOUND)$/), 'ENETUNREACH'])
    })

    it('reaches a server with network isolation, and the hosts of an isolated cluster reach each other', async () => {
      const server = await test().start({
        ...script(serves, 'hello'),
        serves: true,
        networkIsolation: true,
      })
      expect(await ask(server.address)).toBe('hello')
      await server.stop(60_000)

      const hosts = ['algo-1', 'algo-2']
      const containers = await Promise.all(
        hosts.map((host) =>
          test().start({
            ...script(talksToHosts, host, '7777', ...hosts),
            cluster: { id: 'isolated', hosts, host },
            networkIsolation: true,
          }),
        ),
      )
      for (const { line } of containers) await line(/done/)
      await Promise.all(containers.map(({ stop }) => stop(60_000)))
    }, 60_000)

    it('ends everything when it is closed, and starts nothing more [G065]', async () => {
      const { folder } = test()
      const runner = kit.create(mkdtempSync(join(folder, 'closed-')))
      const server = await test().start({ ...script(serves, 'hello'), serves: true, runner })
      const trains = await test().start({ ...script(staysAlive), runner })
      await trains.line(/ready/)
      await ask(server.address)
      await runner.close()

      expect(await trains.exited).toEqual({ exitCode: 137 })
      expect(await isReachable(server.address)).toBe(false)
      await expect(test().start({ runner })).rejects.toThrow('shutting down')
      expect(existsSync(folder)).toBe(true)
    }, 120_000)
  })
}

/** Asks a server that is about to listen, again and again. */
async function ask({ host, port }: Address = { host: '', port: 0 }): Promise<string> {
  let text = ''
  await expect
    .poll(async () => {
      text = await fetch(`http://${host}:${port}`).then(
        (answer) => answer.text(),
        () => '',
      )
      return text
    })
    .not.toBe('')
  return text
}

function isReachable({ host, port }: Address = { host: '', port: 0 }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host)
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.setTimeout(2000, () => resolve(false))
  })
}
