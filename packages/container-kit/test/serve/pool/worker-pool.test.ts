import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { invoke, open } from '../../fixtures/http.ts'
import { baseDirWith, serve } from '../../fixtures/run-program.ts'
import { oneWorker, serveHandlers } from '../../fixtures/serve-handlers.ts'

describe('while threads compute', () => {
  it('answers /ping and takes connections though all of them do [S05] [S08]', async () => {
    const { url, put, ping, printed } = await serveHandlers()
    const answers = ['a', 'b', 'c'].map((file) => invoke(url, `compute:${file}`))
    await Promise.race(['a', 'b', 'c'].map((file) => printed(`computing ${file}`)))

    expect(await ping()).toBe(200)
    expect(await ping()).toBe(200)

    for (const file of ['a', 'b', 'c']) put(file)
    expect((await Promise.all(answers)).map(({ body }) => body)).toEqual([
      'computed a',
      'computed b',
      'computed c',
    ])
  })

  it('runs as many as there are threads, lets some wait and refuses others with Retry-After [S31]', async () => {
    const { url, put, printed, metric } = await serveHandlers({ QUEUE_SIZE: '1' })
    const first = invoke(url, 'compute:a')
    await printed('computing a')
    const second = invoke(url, 'compute:b')
    await printed('computing b')
    const third = invoke(url, 'compute:c')
    await expect.poll(() => metric('byo_invocations_waiting')).toBe('1')

    expect(await invoke(url, 'refused')).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
    })

    for (const file of ['a', 'b', 'c']) put(file)
    expect([(await first).body, (await second).body, (await third).body]).toEqual([
      'computed a',
      'computed b',
      'computed c',
    ])
  })

  it('lets a thread finish whose client went away, and uses it again [S30]', async () => {
    const { url, port, put, printed, stdout, stderr } = await serveHandlers(oneWorker)
    const thread = (await invoke(url, 'thread')).body
    const socket = await open(port)
    socket.write(
      'POST /invocations HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 9\r\n\r\ncompute:a',
    )
    await printed('computing a')
    socket.destroy()
    const next = invoke(url, 'thread')
    put('a')

    expect((await next).body).toBe(thread)
    expect(stdout()).not.toContain('ready again')
    expect(stderr()).toBe('')
  })

  it('tells a handler that its client went away, and why [S30]', async () => {
    const { port, printed } = await serveHandlers()
    const socket = await open(port)
    socket.write(
      'POST /invocations HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 22\r\n\r\nlisten to the signal:a',
    )
    await printed('listening a')
    socket.destroy()

    await printed('aborted a code=disconnected')
  })

  it('finishes what is under way at SIGTERM, lets each thread unload and ends with 0 [S76]', async () => {
    const { url, child, put, printed, exit, stdout } = await serveHandlers()
    const held = invoke(url, 'compute:a')
    await printed('computing a')

    child.kill('SIGTERM')
    await printed('stopping')
    put('a')

    expect((await held).body).toBe('computed a')
    expect(await exit).toBe(0)
    expect(stdout().match(/unloaded thread \d+\n/g)).toHaveLength(2)
  })
})

describe('a thread past its time', () => {
  it('is replaced if it computes on, and its caller told in time [S29]', async () => {
    const { url, ping, printed, stderr } = await serveHandlers({
      ...oneWorker,
      PREDICT_SECONDS: '0.2',
    })
    const thread = (await invoke(url, 'thread')).body

    const answer = await invoke(url, 'compute:never')
    expect(answer.status).toBe(504)
    expect(JSON.parse(answer.body).message).toBe('The prediction took longer than 0.2 s.')
    await printed('ready again')

    expect(await ping()).toBe(200)
    const { status, body } = await invoke(url, 'thread')
    expect(status).toBe(200)
    expect(body).not.toBe(thread)
    expect(stderr()).toContain('its thread is replaced thread=1')
  })

  it('is kept if the handler ends when the signal says so [S29]', async () => {
    const { url, stdout, printed } = await serveHandlers({ ...oneWorker, PREDICT_SECONDS: '0.2' })
    const thread = (await invoke(url, 'thread')).body

    expect((await invoke(url, 'listen to the signal:a')).status).toBe(504)
    await printed('aborted a code=http status=504')

    expect((await invoke(url, 'thread')).body).toBe(thread)
    expect(stdout()).not.toContain('ready again')
  })
})

describe('a thread that ends', () => {
  it.each([
    ['exit', 'The program ended with exit code 3.'],
    ['throw later', 'RangeError: thrown by a timer'],
    ['reject unseen', 'rejected unseen'],
  ])(
    'by "%s" fails its own request, is logged and replaced, and /ping stays 200 [S10] [S86]',
    async (body, reason) => {
      const { url, ping, printed, stderr } = await serveHandlers(oneWorker)

      const answer = await invoke(url, body)
      expect(answer.status).toBe(500)
      expect(JSON.parse(answer.body).message).toBe(`The thread of this prediction ended. ${reason}`)
      expect(await ping()).toBe(200)
      expect((await invoke(url, 'next')).body).toBe('next')
      await printed('ready again')
      expect(stderr()).toContain(`ERROR thread 1: a thread ended, another is started: ${reason}`)
    },
  )

  it('for want of memory is one of those [S10] [S82]', async () => {
    const { url, ping } = await serveHandlers({ NODE_OPTIONS: '--max-old-space-size=64' })

    const answer = await invoke(url, 'fill the memory')
    expect(answer.status).toBe(500)
    expect(JSON.parse(answer.body).message).toContain('memory limit')
    expect(await ping()).toBe(200)
    expect((await invoke(url, 'next')).body).toBe('next')
  })

  it('takes no request down but its own, of many at once [S10]', async () => {
    const { url } = await serveHandlers({ CONCURRENCY: '8' })
    const bodies = Array.from({ length: 60 }, (_, at) => (at === 20 ? 'exit' : `body ${at}`))

    const answers = await Promise.all(bodies.map((body) => invoke(url, body)))

    for (const [at, { status, body }] of answers.entries()) {
      if (at === 20) expect(status).toBe(500)
      else expect([status, body]).toEqual([200, bodies[at]])
    }
  })

  it('leaves what it had not begun to another', async () => {
    const { url, put, printed, metric } = await serveHandlers({ ...oneWorker, CONCURRENCY: '4' })
    const first = invoke(url, 'compute and exit:a')
    await printed('computing a')
    const others = ['b', 'c', 'd'].map((body) => invoke(url, body))
    await expect.poll(() => metric('byo_invocations_running')).toBe('4')
    put('a')

    expect((await first).status).toBe(500)
    expect((await Promise.all(others)).map(({ body }) => body)).toEqual(['b', 'c', 'd'])
  })

  it('leaves all that it printed, in order and in whole lines', async () => {
    const { url, stdout } = await serveHandlers({ SAGEMAKER_CONTAINER_LOG_LEVEL: 'debug' })

    await invoke(url, 'print and exit')

    const lines = Array.from({ length: 2000 }, (_, at) => `line ${at}`)
    await expect.poll(() => stdout().match(/line \d+$/gm)).toEqual(lines)
  })
})

describe('threads that cannot be started again', () => {
  it.each([
    ['no model', 'a thread could not be started: RangeError: nothing of use'],
    ['no life', 'a thread could not be started: The program ended with exit code 9.'],
    ['short life', 'a thread ended, another is started: The program ended with exit code 8.'],
  ])('make /ping answer 503 for good: %s [S10] [S86]', async (file, reason) => {
    const { url, put, remove, ping, stderr } = await serveHandlers()
    put(file)

    expect((await invoke(url, 'exit')).status).toBe(500)
    await expect.poll(ping).toBe(503)
    expect(stderr()).toContain(reason)
    expect(stderr()).toContain('the model is given up')
    // The other thread lives.
    expect((await invoke(url, 'next')).body).toBe('next')
    remove(file)
    expect(await ping()).toBe(503)
  })

  it('answer 503 when none is left', async () => {
    const { url, put, ping } = await serveHandlers(oneWorker)
    put('no model')
    await invoke(url, 'exit')
    const waiting = invoke(url, 'waits for a thread')

    expect((await waiting).status).toBe(503)
    expect((await invoke(url, 'late')).status).toBe(503)
    expect(await ping()).toBe(503)
  })

  it('end the container with 1 and the reason if it is at its start', async () => {
    const baseDir = await baseDirWith({ 'no model': '' })
    const program = await serve('handlers', baseDir)

    expect(await program.exit).toBe(1)
    expect(program.stderr()).toBe(
      `error: The model could not be loaded from ${baseDir}/model. RangeError: nothing of use in ${baseDir}/model\n`,
    )
  })
})

describe('the model in threads', () => {
  it('is asked whether it is healthy where a thread is free [S11]', async () => {
    const { url, put, remove, ping, printed } = await serveHandlers(oneWorker)

    expect(await ping()).toBe(200)
    put('ill')
    expect(await ping()).toBe(503)
    const answer = invoke(url, 'compute:a')
    await printed('computing a')
    expect(await ping()).toBe(200)
    put('a')
    await answer
    expect(await ping()).toBe(503)
    remove('ill')
    expect(await ping()).toBe(200)
  })

  it('says what went wrong when it is let go of', async () => {
    const { child, put, exit, stderr } = await serveHandlers()
    put('unload throws')

    child.kill('SIGTERM')

    expect(await exit).toBe(0)
    expect(stderr()).toContain('error: unload broke\n')
  })

  it('says of its answer what it likes', async () => {
    const { url } = await serveHandlers()
    const headers = { 'content-type': 'text/plain', 'x-amzn-sagemaker-inference-id': 'my-id' }

    expect((await invoke(url, 'say more', headers)).headers).toMatchObject({
      'content-type': 'text/x-own',
      'x-amzn-sagemaker-custom-attributes': 'c=1 my-id',
    })
  })

  it('never gives an answer to another request [S32]', { timeout: 120_000 }, async () => {
    const { port } = await serveHandlers({ SAGEMAKER_MODEL_SERVER_WORKERS: '4', CONCURRENCY: '16' })
    const agent = new Agent({ keepAlive: true, maxSockets: 24 })
    const ask = async (id: number) => {
      const body = `${id} `.repeat(1 + ((id * 7919) % 500))
      const message = request({ port, agent, path: '/invocations', method: 'POST' })
      message.setHeader('content-type', 'text/plain')
      message.end(body)
      const [response] = await once(message, 'response')
      return (await text(response)) === body
    }

    const same = await Promise.all(Array.from({ length: 10_000 }, (_, id) => ask(id)))

    expect(same.every(Boolean)).toBe(true)
    agent.destroy()
  })
})
