import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { invoke, open, readAll, send } from '../fixtures/http.ts'
import { baseDirWith, serve, startProgram } from '../fixtures/run-program.ts'

const csv = { 'content-type': 'text/csv' }
const modelFile = { 'model/model.json': { mean: 2.5 } }

describe('/ping', () => {
  it('answers 503 until the model is loaded, then 200 with an empty body [S06]', async () => {
    const program = await serve('answers', await baseDirWith(), { LOAD_SECONDS: '0.5' })

    expect(await send(`${program.url}/ping`, 'GET')).toMatchObject({ status: 503, body: '' })
    expect((await invoke(program.url, 'early')).status).toBe(503)
    await program.printed('INFO ready')
    expect(await send(`${program.url}/ping`, 'GET')).toMatchObject({
      status: 200,
      body: '',
      headers: { 'content-length': '0' },
    })
  })

  it('takes GET, HEAD and POST, refuses other methods and ignores a query [S09]', async () => {
    const program = await serve('answers', await baseDirWith())
    await program.printed('INFO ready')

    for (const method of ['GET', 'HEAD', 'POST']) {
      expect((await send(`${program.url}/ping?x=1`, method)).status).toBe(200)
    }
    expect((await send(`${program.url}/ping`, 'DELETE')).status).toBe(405)
  })
})

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

describe('/invocations', () => {
  it('reads CSV or JSON and answers in kind, or as Accept asks [S16]', async () => {
    const { url, printed } = await serve('means', await baseDirWith(modelFile))
    await printed('INFO ready')

    expect(await invoke(url, 'a,s\n1,"x"\n2,y\n', csv)).toMatchObject({
      status: 200,
      body: '2.5\n2.5',
      headers: { 'content-type': 'text/csv' },
    })
    expect(await invoke(url, '[{"a":1}]', { 'content-type': 'application/json' })).toMatchObject({
      body: '[2.5]',
      headers: { 'content-type': 'application/json' },
    })
    expect((await invoke(url, 'a\n1\n', { ...csv, accept: 'application/json' })).body).toBe('[2.5]')
  })

  it('takes the payload with literal \\n if the program allows it', async () => {
    const { url, printed } = await serve('means', await baseDirWith(modelFile))
    await printed('INFO ready')

    expect((await invoke(url, 'a,s\\n1,"x"\\n2,"y"\\n', csv)).body).toBe('2.5\n2.5')
  })

  it('takes a chunked body, an empty one and one announced by Expect [S17] [S19] [S34]', async () => {
    const { url, port, printed } = await serve('answers', await baseDirWith())
    await printed('INFO ready')

    expect(
      (await invoke(url, 'text', { 'content-type': 'text/plain', 'transfer-encoding': 'chunked' }))
        .body,
    ).toBe('text')
    expect(await invoke(url, '')).toMatchObject({ status: 200, body: '' })
    const socket = await open(port)
    socket.write(
      'POST /invocations HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\nexpect: 100-continue\r\ncontent-length: 2\r\nconnection: close\r\n\r\n',
    )
    expect(String(await once(socket, 'data'))).toMatch(/^HTTP\/1\.1 100 Continue/)
    socket.end('hi')
    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*\r\n\r\nhi$/)
  })

  it('gives the program the headers of the request [S20]', async () => {
    const { url, printed } = await serve('answers', await baseDirWith())
    await printed('INFO ready')

    const answer = await invoke(url, 'request', {
      'Content-Type': 'text/plain',
      Accept: 'application/json',
      'X-Amzn-SageMaker-Custom-Attributes': 'c=1',
      'x-amzn-sagemaker-inference-id': 'my-id',
      'x-other': 'ignored',
    })

    expect(JSON.parse(answer.body)).toEqual({
      id: 'my-id',
      contentType: 'text/plain',
      accept: 'application/json',
      customAttributes: 'c=1',
      inferenceId: 'my-id',
    })
  })

  it('answers bytes as bytes', async () => {
    const { url, printed } = await serve('answers', await baseDirWith())
    await printed('INFO ready')

    expect((await invoke(url, 'bytes')).headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '2',
    })
  })

  it.each([
    ['throw', 500, 'predict broke'],
    ['nothing', 500, 'predict returned nothing.'],
    ['refuse', 422, 'Not this one.'],
    ['refuse as a library does', 410, 'gone'],
    ['hold', 504, 'The prediction took longer than 0.2 s.'],
  ])('answers "%s" with %i, JSON and no stack', async (text, status, message) => {
    const { url, printed } = await serve('answers', await baseDirWith(), { PREDICT_SECONDS: '0.2' })
    await printed('INFO ready')

    const answer = await invoke(url, text, {
      'content-type': 'text/plain',
      'x-amzn-sagemaker-inference-id': 'my-id',
    })

    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.body)).toEqual({
      error: expect.any(String),
      message,
      requestId: 'my-id',
    })
    expect((await send(`${url}/ping`, 'GET')).status).toBe(200)
  })

  it('puts the stack of an error that it answers with 500 into the log', async () => {
    const { url, printed, stderr, child, exit } = await serve('answers', await baseDirWith())
    await printed('INFO ready')

    await invoke(url, 'throw', {
      'content-type': 'text/plain',
      'x-amzn-sagemaker-inference-id': 'my-id',
    })
    child.kill('SIGTERM')
    await exit

    expect(stderr()).toMatch(/ERROR predict broke request=my-id .*status=500 .*\n.*my-id\n\s+at /)
  })

  it('refuses malformed bodies with 400 and the place [S28]', async () => {
    const { url, printed } = await serve('means', await baseDirWith(modelFile))
    await printed('INFO ready')

    const ragged = await invoke(url, 'a,b\n1\n', csv)
    expect(ragged.status).toBe(400)
    expect(JSON.parse(ragged.body).message).toBe(
      'The request body, line 2: expected 2 fields, found 1.',
    )
    const cut = await invoke(url, '[{"a":1', { 'content-type': 'application/json' })
    expect(cut.status).toBe(400)
    expect(JSON.parse(cut.body).message).toMatch(/^The request body is not JSON: .*position 7/)
  })

  it('refuses types that it cannot read with 415 and such as it cannot write with 406', async () => {
    const { url, printed } = await serve('means', await baseDirWith(modelFile))
    await printed('INFO ready')

    const unread = await invoke(url, 'x', { 'content-type': 'image/png' })
    expect(unread.status).toBe(415)
    expect(JSON.parse(unread.body).message).toContain(
      'send text/csv, application/json, application/jsonlines, ',
    )
    expect((await invoke(url, 'a\n1', { ...csv, accept: 'image/png' })).status).toBe(406)
  })

  it('refuses a compressed body with 415 and takes empty headers for none', async () => {
    const { url, printed } = await serve('means', await baseDirWith(modelFile))
    await printed('INFO ready')

    const compressed = await invoke(url, 'x', { ...csv, 'content-encoding': 'gzip' })
    expect(compressed.status).toBe(415)
    expect(JSON.parse(compressed.body).message).toContain('The Content-Encoding "gzip"')
    expect((await invoke(url, 'a\n1', { 'content-type': '', accept: '' })).status).toBe(200)
  })

  it('refuses other methods with 405 and other paths with 404 [S35]', async () => {
    const { url } = await serve('answers', await baseDirWith())

    expect(await send(`${url}/invocations`, 'GET')).toMatchObject({
      status: 405,
      headers: { allow: 'POST' },
    })
    const unknown = await send(`${url}/other`, 'GET')
    expect(unknown.status).toBe(404)
    expect(JSON.parse(unknown.body)).toMatchObject({ error: 'Not Found' })
  })

  it('refuses a body over the limit with 413, announced or not, and goes on on the same connection', async () => {
    const { url, port, printed } = await serve('answers', await baseDirWith(), {
      SAGEMAKER_MAX_PAYLOAD_IN_MB: '1',
    })
    await printed('INFO ready')
    const body = 'x'.repeat(1024 * 1024 + 1)

    expect((await invoke(url, body)).status).toBe(413)
    expect(
      (await invoke(url, body, { 'content-type': 'text/plain', 'transfer-encoding': 'chunked' }))
        .status,
    ).toBe(413)
    const socket = await open(port)
    socket.write(
      `POST /invocations HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    )
    socket.write('GET /ping HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 413 [\s\S]*HTTP\/1\.1 200 OK/)
  })

  it('takes 25 MB by default and more without a limit', async () => {
    const limited = await serve('answers', await baseDirWith())
    await limited.printed('INFO ready')
    const { status, body } = await invoke(limited.url, 'x'.repeat(25 * 1024 * 1024))
    expect([status, body.length]).toEqual([200, 25 * 1024 * 1024])

    const unlimited = await serve('answers', await baseDirWith(), {
      SAGEMAKER_MAX_PAYLOAD_IN_MB: '0',
    })
    await unlimited.printed('INFO ready')
    expect((await invoke(unlimited.url, 'x'.repeat(30 * 1024 * 1024))).status).toBe(200)
  })

  it('aborts the signal of a request whose client goes away [S30]', async () => {
    const { url, port, printed, stderr } = await serve('answers', await baseDirWith())
    await printed('INFO ready')
    const socket = await open(port)
    socket.write(
      'POST /invocations HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 4\r\n\r\nhold',
    )
    await printed('holding')
    socket.destroy()

    await expect.poll(async () => (await invoke(url, 'what was aborted')).body).toBe('disconnected')
    expect(stderr()).toBe('')
  })

  it('answers what is not HTTP with 400, and lives on', async () => {
    const { url, port, printed } = await serve('answers', await baseDirWith())
    await printed('INFO ready')
    const socket = await open(port)
    socket.write('no such thing as a request\r\n\r\n')

    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    expect((await send(`${url}/ping`, 'GET')).status).toBe(200)
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

  it('gives up on requests that outlast the grace, with 503 and 143', async () => {
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
