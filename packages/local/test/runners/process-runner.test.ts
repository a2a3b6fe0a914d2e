import { mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { processKit } from '../support/process-kit.ts'
import { isAlive } from '../support/programs.ts'
import { useRunner } from '../support/runner-under-test.ts'

/** The numbers of processes that a program has printed. */
function pids(line = ''): readonly number[] {
  return (line.match(/\d+/g) ?? []).map(Number)
}

async function waitUntilDead(all: readonly number[]): Promise<void> {
  expect(all.length).toBeGreaterThan(1)
  await expect.poll(() => all.filter(isAlive)).toEqual([])
}

describe('the process runner alone', () => {
  const test = useRunner(processKit)

  it('reports the end by a signal as a shell does', async () => {
    const kills = "process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000)"
    expect((await test().run({ arguments: [kills] })).exitCode).toBe(143)
  })

  it('says that it runs Node programs only, and how to run others', async () => {
    await expect(test().run({ entrypoint: ['python3', '/opt/program/train.py'] })).rejects.toThrow(
      /^CannotStartContainerError: The image scripts@sha256:\w+ cannot be run: it runs "python3", and this emulator runs images as plain processes, which works for Node programs only; .*runner: 'docker'/,
    )
  })

  it('says which layer cannot be read', async () => {
    const good = test().images.find(test().scripts)?.layers[0]
    if (good === undefined) throw new Error('no layer')
    const broken = { ...good, path: fileURLToPath(import.meta.url) }
    const uri = test().images.addLayers('broken', [broken], { Entrypoint: ['node', '/main.mjs'] })
    await expect(test().run({ uri })).rejects.toThrow(
      /^CannotStartContainerError: The image's layer sha256:\w+ \(.*\) cannot be unpacked/,
    )
  })

  it('keeps a server from writing to its model, and lets whoever removes that', async () => {
    const { optMl } = await test().run({ arguments: [''] })
    mkdirSync(join(optMl, 'model/deep'))
    writeFileSync(join(optMl, 'model/deep/file'), '')
    const code = `
      import { statSync } from 'node:fs'
      const model = process.env.SAGEMAKER_BASE_DIR + '/model'
      const paths = [model, model + '/deep', model + '/deep/file']
      console.log(paths.filter((path) => statSync(path).mode & 0o222).length)`
    expect((await test().run({ arguments: [code], optMl })).lines).toEqual(['3'])
    expect((await test().run({ arguments: [code], optMl, serves: true })).lines).toEqual(['0'])
    expect(statSync(join(optMl, 'model/deep')).mode & 0o200).toBe(0o200)
  })

  it('tells in the log that the image has another Node', async () => {
    const image = (version: string) =>
      test().images.add(`node-${version}`, {
        layers: [{ 'main.mjs': 'console.log("line")' }],
        config: { Entrypoint: ['node', '/main.mjs'], Env: [`NODE_VERSION=${version}`] },
      })
    expect((await test().run({ uri: image('8.17.0') })).lines).toEqual([
      `This image has Node 8.17.0. Its program runs here on the emulator's own, Node ${process.versions.node}.`,
      'line',
    ])
    expect((await test().run({ uri: image(process.versions.node) })).lines).toEqual(['line'])
  })

  it('ends what a program leaves behind', async () => {
    const { lines } = await test().run({ uri: test().images.addProgram('leaves-a-child') })
    await waitUntilDead(pids(lines[0]))
  })

  it('ends what has left the process group and the session of a program', async () => {
    const { lines } = await test().run({ uri: test().images.addProgram('detaches') })
    await waitUntilDead(pids(lines[0]))
  })

  it('ends that also when it is closed, and when a container is killed', async () => {
    const runner = processKit.create(mkdtempSync(join(test().folder, 'closed-')))
    const asked = { uri: test().images.addProgram('detaches'), arguments: ['stay'], runner }
    const killed = await test().start(asked)
    const closed = await test().start(asked)
    const all = await Promise.all([killed, closed].map(({ line }) => line(/pids/)))
    await killed.stop(0)
    await waitUntilDead(pids(all[0]))
    expect(pids(all[1]).filter(isAlive)).toEqual(pids(all[1]))
    await runner.close()
    await waitUntilDead(pids(all[1]))
  })
})
