import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Conversation, defineProgram } from '../../../src/index.ts'
import { describeOverBoth } from '../../fixtures/over-both.ts'
import { baseDirWith, serve as serveBundle } from '../../fixtures/run-program.ts'
import { frame, openWebSocket, rawUpgrade } from '../../fixtures/web-socket.ts'

const path = '/invocations-bidirectional-stream'

/** A program with nothing but this handler. */
function talking(
  converse: (conversation: Conversation) => unknown,
  more: { readonly stopGraceSeconds?: number; readonly conversationPaths?: string[] } = {},
) {
  return defineProgram({ ...more, converse: (_model, conversation) => converse(conversation) })
}

/** Sends back what comes. */
async function echo(conversation: Conversation): Promise<void> {
  for await (const message of conversation) await conversation.send(message)
}

describeOverBoth('a conversation', (serve) => {
  it('is opened at the path of the contract and at the program’s own, nowhere else [S42]', async () => {
    const serving = await serve(
      defineProgram({
        load: () => 'model',
        conversationPaths: ['/v1/realtime'],
        async converse(model, conversation, { path, query, id, headers }) {
          const facts = { model, path, query: [...query], id, custom: headers['x-custom'] }
          await conversation.send(JSON.stringify(facts))
        },
      }),
    )
    for (const path of ['/invocations-bidirectional-stream', '/v1/realtime']) {
      const client = await openWebSocket(serving, `${path}?voice=low&voice=high?`)
      expect(JSON.parse(String(await client.next()))).toMatchObject({
        model: 'model',
        path,
        query: [
          ['voice', 'low'],
          ['voice', 'high?'],
        ],
      })
    }
    const { connection, received } = rawUpgrade(serving, '//[?x')
    await once(connection, 'close')
    expect(received()).toMatch(/^HTTP\/1\.1 404 Not Found\r\n[\s\S]*use \/invocations-bidi[^"]*"}$/)
    expect((await serving.request('/ping')).status).toBe(200)
  })

  it('has text frames as texts and binary frames as bytes, both ways [S43]', async () => {
    const types: string[] = []
    const serving = await serve(
      talking(async (conversation) => {
        for await (const message of conversation) {
          types.push(typeof message === 'string' ? 'text' : message.constructor.name)
          await conversation.send(message)
        }
      }),
    )
    const client = await openWebSocket(serving)

    client.socket.send('grüße')
    expect(await client.next()).toBe('grüße')
    client.socket.send(Uint8Array.of(0, 255))
    expect(await client.next()).toEqual(Buffer.of(0, 255))
    client.socket.send('')
    expect(await client.next()).toBe('')
    expect(types[0]).toBe('text')
    expect(types[1]).toBe('Buffer')
  })

  it('has the fragments of a message as one, and sends fragments where it is told to [S43]', async () => {
    const seen: unknown[] = []
    const serving = await serve(
      talking(async (conversation) => {
        for await (const message of conversation) {
          seen.push(message)
          await conversation.send('one ', { partial: true })
          await conversation.send('two ', { partial: true })
          await conversation.send('three')
        }
      }),
    )
    const { connection, received } = rawUpgrade(serving)
    await expect.poll(received).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/)
    const before = received().length
    connection.write(frame(1, 'fir', false))
    connection.write(frame(9, 'ping between'))
    connection.write(frame(0, 'st'))

    const fragments = '\x01\x04one \x00\x04two \x80\x05three'
    await expect.poll(() => received().slice(before)).toBe(`\x8a\x0cping between${fragments}`)
    expect(seen).toEqual(['first'])
  })

  it('refuses to mix text and bytes in one message', async () => {
    const serving = await serve(
      talking(async (conversation) => {
        await conversation.send('one ', { partial: true })
        await conversation.send(Uint8Array.of(1))
      }),
    )

    expect(await (await openWebSocket(serving)).closed).toEqual([
      1011,
      'A binary part cannot go on a text message: send its last part first, without partial.',
    ])
  })

  it('answers pings while its handler is busy, which has not even read its messages [S44]', async () => {
    const serving = await serve(talking(() => new Promise(() => {})))
    const client = await openWebSocket(serving)
    for (let i = 0; i < 100; i++) client.socket.send('x'.repeat(10_000))
    const pong = once(client.socket, 'pong')
    client.socket.ping('are you there')

    expect(String((await pong)[0])).toBe('are you there')
  })

  it('is closed with the code and the reason of its handler [S45]', async () => {
    const reason = 'ü'.repeat(61)
    const serving = await serve(talking((conversation) => conversation.close(4321, reason)))

    expect(await (await openWebSocket(serving)).closed).toEqual([4321, reason])
  })

  it.each([
    [1005, '', 'A connection cannot be closed with the code 1005'],
    [2000, '', 'A connection cannot be closed with the code 2000'],
    [5000, '', 'A connection cannot be closed with the code 5000'],
    [4000.5, '', 'A connection cannot be closed with the code 4000.5'],
    [4000, 'ü'.repeat(62), 'The reason of a close has 124 bytes: at most 123 can be sent.'],
  ])('cannot be closed with %d and %j [S45]', async (code, reason, problem) => {
    const serving = await serve(talking((conversation) => conversation.close(code, reason)))
    const [seenCode, seenReason] = await (await openWebSocket(serving)).closed

    expect(seenCode).toBe(1011)
    expect(seenReason).toContain(problem)
  })

  it('is closed with 1000 when its handler returns', async () => {
    const serving = await serve(talking(() => {}))

    expect(await (await openWebSocket(serving)).closed).toEqual([1000, ''])
  })

  it('is closed with 1011 and the reason, as far as it fits, when its handler fails', async () => {
    const serving = await serve(
      talking(() => {
        throw new Error(`broken ${'ü'.repeat(200)}`)
      }),
    )
    const [code, reason] = await (await openWebSocket(serving)).closed

    expect(code).toBe(1011)
    expect(reason).toMatch(/^broken ü{56}…$/)
    expect(serving.stderr()).toMatch(
      /ERROR the conversation broke off: broken ü+ request=\S+\n.*stack of \S+\n\s+at /,
    )
  })

  it('ends for its handler when the client ends it, after the messages that came', async () => {
    const seen: unknown[] = []
    const serving = await serve(
      talking(async (conversation) => {
        await new Promise((resolve) => conversation.signal.addEventListener('abort', resolve))
        for await (const message of conversation) seen.push(message)
        seen.push(conversation.signal.reason.message)
        await conversation.send('too late')
      }),
    )
    const client = await openWebSocket(serving)
    client.socket.send('a')
    client.socket.send('b')
    client.socket.close(4001, 'enough')

    await expect
      .poll(() => seen)
      .toEqual(['a', 'b', 'The connection has ended, with code 4001 "enough".'])
    expect(await client.closed).toEqual([4001, 'enough'])
    expect(serving.stderr()).toBe('')
    expect((await serving.request('/metrics')).text).toContain('byo_conversations_open 0\n')
  })

  it('ends for its handler when the client is cut off', async () => {
    const seen: unknown[] = []
    const serving = await serve(
      talking(async (conversation) => {
        for await (const message of conversation) seen.push(message)
        seen.push(conversation.signal.reason.code)
      }),
    )
    const client = await openWebSocket(serving)
    expect((await serving.request('/metrics')).text).toContain('byo_conversations_open 1\n')
    client.socket.terminate()

    await expect.poll(() => seen).toEqual(['disconnected'])
    expect(serving.stderr()).toBe('')
  })

  it('lets a client wait that sends more than is read, and gives every message in order', async () => {
    const messages = 200
    let go!: () => void
    const gone = new Promise<void>((resolve) => {
      go = resolve
    })
    const seen: number[] = []
    const serving = await serve(
      talking(async (conversation) => {
        await gone
        for await (const message of conversation) {
          seen.push(message.length)
          if (seen.length === messages) return
        }
      }),
      { env: { SAGEMAKER_MAX_PAYLOAD_IN_MB: '1' } },
    )
    const client = await openWebSocket(serving)
    const chunk = 'x'.repeat(300_000)
    for (let i = 0; i < messages; i++) client.socket.send(chunk.slice(i))
    let before = -1
    while (client.socket.bufferedAmount !== before) {
      before = client.socket.bufferedAmount
      for (let i = 0; i < 20; i++) await serving.request('/ping')
    }
    expect(before).toBeGreaterThan((messages * chunk.length) / 2)
    go()

    expect(await client.closed).toEqual([1000, ''])
    expect(seen).toEqual(Array.from({ length: messages }, (_, i) => chunk.length - i))
  })

  it('holds back a handler whose client does not read', async () => {
    let sent = 0
    const serving = await serve(
      talking(async (conversation) => {
        for (; sent < 1024; sent++) await conversation.send(new Uint8Array(64 * 1024))
      }),
    )
    const client = await openWebSocket(serving)
    client.socket.pause()
    let before = -1
    while (sent > before) {
      before = sent
      for (let i = 0; i < 50; i++) await serving.request('/ping')
    }
    expect(sent).toBeLessThan(512)
    client.socket.resume()

    for (let i = 0; i < 1024; i++) expect((await client.next()).length).toBe(64 * 1024)
    expect(await client.closed).toEqual([1000, ''])
  })

  it('is closed with 1009 by a message that is larger than a request may be', async () => {
    const serving = await serve(talking(echo), { env: { SAGEMAKER_MAX_PAYLOAD_IN_MB: '1' } })
    const client = await openWebSocket(serving)
    client.socket.on('error', () => {})
    client.socket.send('x'.repeat(1024 * 1024))
    expect(String(await client.next()).length).toBe(1024 * 1024)
    client.socket.send('x'.repeat(1024 * 1024 + 1))

    expect(await client.closed).toEqual([1009, ''])
    expect(serving.stderr()).toBe('')
  })

  it.each([
    ['a frame that is not masked', Buffer.of(0x81, 1, 97), 1002],
    ['text that is not UTF-8', Buffer.of(0x81, 0x82, 0, 0, 0, 0, 0xff, 0xff), 1007],
  ])('is closed by %s, and the container goes on', async (_, bytes, code) => {
    const serving = await serve(talking(echo))
    const { connection, received } = rawUpgrade(serving)
    await expect.poll(received).toMatch(/^HTTP\/1\.1 101 /)
    connection.write(bytes)

    const close = `\x88\x02${Buffer.of(code >> 8, code & 255).toString('latin1')}`
    await expect.poll(() => received().endsWith(close)).toBe(true)
    expect((await serving.request('/ping')).status).toBe(200)
  })

  it('is refused with 503 once the container has to end [S79]', async () => {
    const serving = await serve(talking(echo))
    const connection = serving.connect()
    connection.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\n`)
    for (let i = 0; i < 3; i++) await serving.request('/ping')
    serving.signal('SIGTERM')
    connection.write(
      'upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n',
    )
    let raw = ''
    for await (const chunk of connection) raw += chunk

    expect(raw).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\nconnection: close\r\n/)
    expect(await serving.exitCode).toBe(0)
  })

  it('is refused with 400 and the version that is spoken here where the handshake is none', async () => {
    const serving = await serve(talking(echo))
    const connection = serving.connect()
    connection.write(
      `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 1\r\nsec-websocket-key: x\r\n\r\n`,
    )
    let raw = ''
    for await (const chunk of connection) raw += chunk

    expect(raw).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[\s\S]*sec-websocket-version: 13\r\n/)
  })

  it('is no bar to ordinary requests: 426 without the upgrade, other upgrades are passed over', async () => {
    const serving = await serve(
      defineProgram({ input: 'text', predict: (_model, text) => text, converse: () => {} }),
    )
    expect(await serving.request(path)).toMatchObject({
      status: 426,
      headers: { upgrade: 'websocket' },
    })
    const connection = serving.connect()
    let raw = ''
    connection.on('data', (chunk) => {
      raw += chunk
    })
    connection.write(
      'POST /invocations HTTP/1.1\r\nhost: x\r\nconnection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAEAAEAAAAIAAAABAAMAAABk\r\ncontent-type: text/plain\r\ncontent-length: 6\r\n\r\nbo',
    )
    connection.write('dies')
    await expect.poll(() => raw).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\nbodies$/)
    connection.write('GET /ping HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    await once(connection, 'close')
    expect(raw.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2)
  })

  it('is not there in a program without a handler: 404', async () => {
    const serving = await serve(defineProgram({ input: 'text', predict: (_model, text) => text }))
    const { received } = rawUpgrade(serving)

    await expect.poll(received).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/)
  })

  it('is all that a program need have: then there are no predictions, 404', async () => {
    const { request } = await serve(talking(echo))
    const headers = { 'content-type': 'application/json' }

    expect(await request('/invocations', { body: '[{"a":1}]', headers })).toMatchObject({
      status: 404,
    })
  })

  it('is told to end at a shutdown: closed with 1001 when its handler returns [S79]', async () => {
    const serving = await serve(
      talking(async (conversation) => {
        await new Promise((resolve) => conversation.signal.addEventListener('abort', resolve))
        await conversation.send(conversation.signal.reason.code)
      }),
    )
    const client = await openWebSocket(serving)
    const message = client.next()
    serving.signal('SIGTERM')

    expect(await message).toBe('stopped')
    expect(await client.closed).toEqual([1001, ''])
    expect(await serving.exitCode).toBe(0)
  })

  it('is closed with 1001 at the end of the grace [S79]', async () => {
    const serving = await serve(talking(echo, { stopGraceSeconds: 0.2 }))
    const client = await openWebSocket(serving)
    serving.signal('SIGTERM')

    expect(await client.closed).toEqual([1001, 'The container has to end.'])
    expect(await serving.exitCode).toBe(143)
  })

  it('is cut when its client does not close it within a second after that [S79]', async () => {
    const serving = await serve(talking(echo, { stopGraceSeconds: 0.2 }))
    const { connection, received } = rawUpgrade(serving)
    await expect.poll(received).toMatch(/^HTTP\/1\.1 101 /)
    serving.signal('SIGTERM')
    await once(connection, 'close')

    expect(received()).toContain('\x88\x1b\x03\xe9The container has to end.')
    expect(await serving.exitCode).toBe(143)
  })

  it('cannot be held at a path of something else', async () => {
    for (const path of ['/ping', 'v1', '/a?b']) {
      const serving = serve(talking(echo, { conversationPaths: [path] }))
      await expect(serving).rejects.toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining(`conversationPaths has "${path}"`),
      })
    }
  })
})

describe('a program bundled to one file', () => {
  it('holds conversations without its library beside it, once its model is loaded [S42]', async () => {
    const baseDir = await baseDirWith({ 'model/other': '' })
    const program = await serveBundle('talks', baseDir)
    const reachable = { connect: () => connect(program.port, '127.0.0.1') }
    const early = rawUpgrade(reachable)
    await once(early.connection, 'close')
    expect(early.received()).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/)

    await writeFile(join(baseDir, 'model/go'), '')
    await program.printed('INFO ready')
    const client = await openWebSocket(reachable)
    client.socket.send('a')
    expect(await client.next()).toBe('a')
    client.socket.close()
    program.child.kill('SIGTERM')
    expect(await program.exit).toBe(0)
    expect(program.stderr()).toBe('')
  })
})
