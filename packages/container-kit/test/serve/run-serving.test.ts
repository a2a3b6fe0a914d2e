import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { invoke, open, readAll } from '../fixtures/http.ts'
import { baseDirWith, serve, startProgram } from '../fixtures/run-program.ts'

describe('starting', () => {
  it('ends with 1 and the reason if the model cannot be loaded', async () => {
    const baseDir = await baseDirWith()
    const program = await serve('means', baseDir)

    expect(await program.exit).toBe(1)
    expect(program.stderr()).toBe(
      `error: The model could not be loaded from ${baseDir}/model. ENOENT: no such file or directory, open '${baseDir}/model/model.json'\n`,
    )
  })

  it('ends with 1 and one sentence if the port is in use [S04]', async () => {
    const other = createServer().listen(0, '0.0.0.0')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const program = startProgram('answers', ['serve'], await baseDirWith(), {
      SAGEMAKER_BIND_TO_PORT: String(port),
    })

    expect(await program.exit).toBe(1)
    expect(program.stderr()).toBe(
      `error: Port ${port} is in use: stop the program that has it, or set SAGEMAKER_BIND_TO_PORT to another.\n`,
    )
    other.close()
  })

  it.each([
    ['SAGEMAKER_BIND_TO_PORT', '80x', 'expected a port from 0 to 65535'],
    ['SAGEMAKER_MAX_PAYLOAD_IN_MB', '-1', 'expected a number of MB, 0 for no limit'],
  ])('refuses %s=%s', async (name, value, sentence) => {
    const program = startProgram('answers', ['serve'], await baseDirWith(), { [name]: value })

    expect(await program.exit).not.toBe(0)
    expect(program.stderr()).toContain(`error: ${name} is "${value}": ${sentence}`)
  })
})

describe('ending', () => {
  it('ends with 0 at once if nothing is under way, also with idle connections [S75]', async () => {
    const { port, child, printed, exit } = await serve('answers', await baseDirWith())
    await printed('INFO ready')
    const idle = await open(port)
    idle.write('GET /ping HTTP/1.1\r\nhost: x\r\n\r\n')
    await once(idle, 'data')

    child.kill('SIGTERM')

    expect(await exit).toBe(0)
  })

  it('finishes the requests under way first, and ends with 0 [S76]', async () => {
    const { url, port, child, printed, exit } = await serve('answers', await baseDirWith())
    await printed('INFO ready')
    const held = invoke(url, 'hold')
    await printed('holding')
    const second = await open(port)
    second.write(
      'POST /invocations HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 7\r\nexpect: 100-continue\r\n\r\n',
    )
    await once(second, 'data')

    child.kill('SIGTERM')
    await printed('stopping')
    second.write('release')

    expect(await readAll(second)).toMatch(
      /^HTTP\/1\.1 200 OK[\s\S]*connection: close[\s\S]*released$/i,
    )
    expect(await held).toMatchObject({ status: 200, body: 'held' })
    expect(await exit).toBe(0)
  })

  it('ends a load that is under way', async () => {
    const { child, exit } = await serve('answers', await baseDirWith(), { LOAD_SECONDS: '60' })

    child.kill('SIGTERM')

    expect(await exit).toBe(0)
  })

  it('ends at once at the second of the same signal, not at the other one', async () => {
    const { url, child, printed, exit } = await serve('answers', await baseDirWith(), {
      STOP_SECONDS: '600',
    })
    await printed('INFO ready')
    const held = invoke(url, 'hold')
    await printed('holding')

    child.kill('SIGTERM')
    await printed('stopping')
    child.kill('SIGINT')
    child.kill('SIGTERM')

    await expect(held).rejects.toThrow()
    expect(await exit).toBe(143)
  })

  it('gives up on requests that outlast the grace, with 503 and 143 [S78]', async () => {
    const { url, child, printed, exit } = await serve('answers', await baseDirWith(), {
      STOP_SECONDS: '0.1',
    })
    await printed('INFO ready')
    const held = invoke(url, 'hold')
    await printed('holding')

    child.kill('SIGTERM')

    expect((await held).status).toBe(503)
    expect(await exit).toBe(143)
  })

  it('follows an error that nobody caught, with 1 and its message [S86]', async () => {
    const { url, printed, exit, stderr } = await serve('answers', await baseDirWith())
    await printed('INFO ready')

    await invoke(url, 'crash')

    expect(await exit).toBe(1)
    expect(stderr()).toBe('error: crashed outside a request\n')
  })
})
