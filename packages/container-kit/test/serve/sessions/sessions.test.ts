import { expect, it } from 'vitest'
import { defineProgram, HttpError, type SessionOptions } from '../../../src/index.ts'
import type { ServingProgram, TestResponse } from '../../../src/testing/index.ts'
import { describeOverBoth } from '../../fixtures/over-both.ts'

/** Keeps what a session is told: the body says what happens. */
const counting = (sessions?: SessionOptions) =>
  defineProgram({
    input: 'text',
    ...(sessions && { sessions }),
    predict(_model, text, { session }) {
      if (session === undefined) return 'no session'
      const told = [...((session.state.get('told') as string[] | undefined) ?? []), text]
      session.state.set('told', told)
      if (text === 'end' || text === 'end and throw') session.end()
      if (text.endsWith('throw')) throw new HttpError(422, 'thrown')
      return `${session.id} ${session.isNew} ${told.join()}`
    },
  })

/** The caller's side of sessions. */
function caller({ request }: ServingProgram) {
  const say = (id: string | undefined, body: string): Promise<TestResponse> =>
    request('/invocations', {
      body,
      headers: {
        'content-type': 'text/plain',
        ...(id !== undefined && { 'X-Amzn-SageMaker-Session-Id': id }),
      },
    })
  return {
    say,
    async open(body = 'start'): Promise<string> {
      const { headers } = await say('NEW_SESSION', body)
      return String(headers['x-amzn-sagemaker-new-session-id']).split(';')[0]!
    },
  }
}

describeOverBoth('stateful sessions', (serve) => {
  it('are opened with an id and the time of their end [S47]', async () => {
    const { say } = caller(await serve(counting({ expirationSeconds: 600 })))
    const earliest = Date.now() + 600_000

    const { status, headers, text } = await say('NEW_SESSION', 'start')

    expect(status).toBe(200)
    const header = String(headers['x-amzn-sagemaker-new-session-id'])
    expect(header).toMatch(
      /^[a-zA-Z0-9](-*[a-zA-Z0-9])*;\sExpires=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
    )
    expect(header.length).toBeLessThanOrEqual(256)
    const [id, expires] = header.split('; Expires=')
    expect(text).toBe(`${id} true start`)
    // The fraction of a second is cut off.
    expect(Date.parse(expires!)).toBeGreaterThan(earliest - 1000)
    expect(Date.parse(expires!)).toBeLessThanOrEqual(Date.now() + 600_000)
  })

  it('find what earlier requests of the same id left, and nothing of others [S48]', async () => {
    const { say, open } = caller(await serve(counting({})))
    const [one, other] = [await open('a'), await open('b')]

    const later = await say(one, 'c')

    expect(later.text).toBe(`${one} false a,c`)
    expect(later.headers).not.toHaveProperty('x-amzn-sagemaker-new-session-id')
    expect((await say(other, 'd')).text).toBe(`${other} false b,d`)
    expect((await say(one, 'e')).text).toBe(`${one} false a,c,e`)
    expect((await say(undefined, 'f')).text).toBe('no session')
    expect((await say('', 'f')).text).toBe('no session')
  })

  it.each([['unknown'], ['new_session'], ['x'.repeat(5000)], ['__proto__'], ['"; drop']])(
    'refuse the id %s with 400 [S48]',
    async (id) => {
      const { say } = caller(await serve(counting({})))

      const answer = await say(id, 'x')

      expect(answer.status).toBe(400)
      expect(JSON.parse(answer.text).message).toMatch(/^There is no session .* NEW_SESSION\.$/)
    },
  )

  it('end when the program says so: the caller is told, and the id is unknown from then on [S48]', async () => {
    const { say, open } = caller(await serve(counting({})))
    const id = await open()

    const { status, headers, text } = await say(id, 'end')

    expect([status, text]).toEqual([200, `${id} false start,end`])
    expect(headers['x-amzn-sagemaker-closed-session-id']).toBe(id)
    expect((await say(id, 'x')).status).toBe(400)
  })

  it('end by time, whether they were used or not [S48] [S49]', async () => {
    const { say, open } = caller(await serve(counting({ expirationSeconds: 1, max: 1 })))
    const id = await open()

    await expect.poll(async () => (await say(id, 'x')).status).toBe(400)

    expect((await say('NEW_SESSION', 'x')).status).toBe(200)
  })

  it('are not opened by a request that fails [S48]', async () => {
    const { say, open } = caller(await serve(counting({ max: 1 })))

    const failed = await say('NEW_SESSION', 'throw')
    expect(failed.status).toBe(422)
    expect(failed.headers).not.toHaveProperty('x-amzn-sagemaker-new-session-id')

    // There is room for one, so the first is gone.
    expect((await say(await open(), 'x')).status).toBe(200)
  })

  it('are not opened by a request that is given up, whatever becomes of it later [S48]', async () => {
    let finish: (() => void) | undefined
    const serving = await serve(
      defineProgram({
        input: 'text',
        sessions: { max: 1 },
        predictTimeoutSeconds: 0.1,
        async predict(_model, text, { session }) {
          if (text === 'hold') {
            await new Promise<void>((resolve) => {
              finish = resolve
            })
          }
          session?.state.set('key', text)
          return text
        },
      }),
    )
    const { say } = caller(serving)

    expect((await say('NEW_SESSION', 'hold')).status).toBe(504)
    finish?.()

    expect((await say('NEW_SESSION', 'x')).status).toBe(200)
  })

  it('outlive a later request that fails, also one that asked for the end', async () => {
    const { say, open } = caller(await serve(counting({})))
    const id = await open()

    expect((await say(id, 'end and throw')).status).toBe(422)

    expect((await say(id, 'x')).text).toBe(`${id} false start,end and throw,x`)
  })

  it('are refused with 503 when there are as many as may be, until one ends [S49]', async () => {
    const serving = await serve(counting({ max: 2 }))
    const { say, open } = caller(serving)
    const [one] = [await open(), await open()]

    const refused = await say('NEW_SESSION', 'x')

    expect(refused.status).toBe(503)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(1)
    expect((await say(one, 'x')).status).toBe(200)
    expect((await serving.request('/ping')).status).toBe(200)
    await say(one!, 'end')
    expect((await say('NEW_SESSION', 'x')).status).toBe(200)
  })

  it('are nothing to a program without them: the header is ignored', async () => {
    const { say } = caller(await serve(counting()))

    const answer = await say('NEW_SESSION', 'x')

    expect([answer.status, answer.text]).toEqual([200, 'no session'])
    expect(answer.headers).not.toHaveProperty('x-amzn-sagemaker-new-session-id')
    expect((await say('some-id', 'x')).text).toBe('no session')
  })

  it('are switched on and off, and timed, by the environment', async () => {
    const on = caller(
      await serve(counting(), {
        env: { SAGEMAKER_ENABLE_STATEFUL_SESSIONS: 'True', SAGEMAKER_SESSIONS_EXPIRATION: '3600' },
      }),
    )
    const off = caller(
      await serve(counting({}), { env: { SAGEMAKER_ENABLE_STATEFUL_SESSIONS: 'false' } }),
    )

    const { headers } = await on.say('NEW_SESSION', 'x')
    const expires = String(headers['x-amzn-sagemaker-new-session-id']).split('Expires=')[1]!
    expect(Date.parse(expires) - Date.now()).toBeGreaterThan(3_000_000)
    expect((await off.say('NEW_SESSION', 'x')).text).toBe('no session')
  })

  it.each([
    ['SAGEMAKER_ENABLE_STATEFUL_SESSIONS', 'yes', 'expected true or false'],
    ['SAGEMAKER_SESSIONS_EXPIRATION', '0', 'expected a number of seconds from 1 to 604800'],
    ['SAGEMAKER_SESSIONS_EXPIRATION', '1e3', 'expected a number of seconds from 1 to 604800'],
  ])('refuse %s=%s', async (name, value, sentence) => {
    await expect(serve(counting({}), { env: { [name]: value } })).rejects.toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(`${name} is "${value}": ${sentence}`),
    })
  })

  it.each([
    [{ expirationSeconds: 0 }, 'sessions.expirationSeconds is 0: expected 1 to 604800'],
    [{ expirationSeconds: Number.NaN }, 'sessions.expirationSeconds is NaN'],
    [{ max: 0 }, 'sessions.max is 0'],
  ])('refuse the options %j', async (options, sentence) => {
    await expect(serve(counting(options))).rejects.toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(sentence),
    })
  })
})
