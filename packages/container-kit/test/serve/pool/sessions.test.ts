import { describe, expect, it } from 'vitest'
import { type Answer, invoke } from '../../fixtures/http.ts'
import { oneWorker, serveHandlers } from '../../fixtures/serve-handlers.ts'

/** Serves with sessions in threads; `say` speaks in one. */
async function serveSessions(env: Record<string, string> = {}) {
  const program = await serveHandlers({ SESSIONS: '1000', ...env })
  const say = (id: string, body: string): Promise<Answer> =>
    invoke(program.url, body, {
      'content-type': 'text/plain',
      'x-amzn-sagemaker-session-id': id,
    })
  const open = async (body: string): Promise<{ id: string; thread: string }> => {
    const answer = await say('NEW_SESSION', body)
    const id = String(answer.headers['x-amzn-sagemaker-new-session-id']).split(';')[0]!
    return { id, thread: answer.body.split(' ')[0]! }
  }
  return { ...program, say, open }
}

describe('a session in threads', () => {
  it('is opened with an id and a time, and found again by later requests, each in its own thread [S47] [S48]', async () => {
    const { say, open } = await serveSessions()
    const opened = await say('NEW_SESSION', 'remember:a')
    expect(opened.headers['x-amzn-sagemaker-new-session-id']).toMatch(
      /^[a-zA-Z0-9](-*[a-zA-Z0-9])*;\sExpires=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
    )
    const sessions = await Promise.all(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => open(`remember:${name}`)),
    )
    expect(new Set(sessions.map(({ thread }) => thread)).size).toBe(2)

    for (const round of ['1', '2', '3']) {
      await Promise.all(sessions.map(({ id }) => say(id, `remember:${round}`)))
    }

    const last = await Promise.all(sessions.map(({ id }) => say(id, 'remember:z')))
    expect(last.map(({ body }) => body)).toEqual(
      ['a', 'b', 'c', 'd', 'e', 'f'].map(
        (name, at) => `${sessions[at]!.thread} false ${name},1,2,3,z`,
      ),
    )
  })

  it('waits for the thread that has it though another is free [S48]', async () => {
    const { say, open, url, put, printed } = await serveSessions()
    const { id, thread } = await open('remember:a')
    const computing = say(id, 'compute:go')
    await printed('computing go')
    const later = [say(id, 'remember:b'), say(id, 'remember:c')]
    const other = (await invoke(url, 'thread')).body
    expect(other).not.toBe(thread)
    put('go')

    expect((await computing).body).toBe('computed go')
    expect((await Promise.all(later)).map(({ body }) => body.split(' ')[0])).toEqual([
      thread,
      thread,
    ])
  })

  it.each(['end the session', 'end the session in a stream'])(
    'ends when the handler says so: %s [S48]',
    async (body) => {
      const { say, open } = await serveSessions({ SESSIONS: '1' })
      const { id } = await open('remember:a')

      const answer = await say(id, body)

      expect(answer.status).toBe(200)
      expect(answer.headers['x-amzn-sagemaker-closed-session-id']).toBe(id)
      expect((await say(id, 'remember:b')).status).toBe(400)
      expect((await say('NEW_SESSION', 'remember:c')).status).toBe(200)
    },
  )

  it('is not opened by a request that fails [S48]', async () => {
    const { say } = await serveSessions({ SESSIONS: '1' })

    expect((await say('NEW_SESSION', 'forget and fail:a')).status).toBe(422)

    expect((await say('NEW_SESSION', 'remember:b')).body).toMatch(/^\d+ true b$/)
  })

  it('is refused under an id that nobody has [S48]', async () => {
    const { say } = await serveSessions()

    expect((await say('unknown', 'remember:a')).status).toBe(400)
  })

  it('is lost with its thread: the id is unknown from then on, its room is free, others live on [S48] [S49]', async () => {
    const { say, open } = await serveSessions({ SESSIONS: '2' })
    const [first, second] = await Promise.all([open('remember:a'), open('remember:b')])
    expect(first.thread).not.toBe(second.thread)
    expect((await say('NEW_SESSION', 'remember:c')).status).toBe(503)

    expect((await say(first.id, 'exit')).status).toBe(500)

    const answer = await say(first.id, 'remember:d')
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.body).message).toContain(`There is no session "${first.id}"`)
    expect((await say(second.id, 'remember:e')).body).toBe(`${second.thread} false b,e`)
    expect((await say('NEW_SESSION', 'remember:f')).status).toBe(200)
  })

  it('is lost with a thread that is replaced, also for requests that wait for it [S48]', async () => {
    const { say, open, printed } = await serveSessions({ ...oneWorker, PREDICT_SECONDS: '2' })
    const { id } = await open('remember:a')
    const stuck = say(id, 'compute:never')
    await printed('computing never')

    expect((await stuck).status).toBe(504)
    const waiting = say(id, 'remember:b')

    expect([(await waiting).status, (await say(id, 'remember:c')).status]).toEqual([400, 400])
    expect((await say('NEW_SESSION', 'remember:d')).status).toBe(200)
  })

  it('that a thread was to open but had not begun is opened by another [S48]', async () => {
    const { say, put, printed, metric } = await serveSessions({ ...oneWorker, CONCURRENCY: '2' })
    const first = say('NEW_SESSION', 'compute and exit:go')
    await printed('computing go')
    const second = say('NEW_SESSION', 'remember:a')
    await expect.poll(() => metric('byo_invocations_running')).toBe('2')
    put('go')

    expect((await first).status).toBe(500)
    const { status, headers } = await second
    expect(status).toBe(200)
    const id = String(headers['x-amzn-sagemaker-new-session-id']).split(';')[0]!
    expect((await say(id, 'remember:b')).body).toMatch(/ false a,b$/)
  })
})
