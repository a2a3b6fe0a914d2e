import { describe, expect, it } from 'vitest'
import type { Host } from '../../../src/lifecycle/host.ts'
import { nodeHost } from '../../../src/lifecycle/node-host.ts'
import { Invocation } from '../../../src/serve/invocation/invocation-request.ts'
import { SessionRegistry } from '../../../src/serve/sessions/session-registry.ts'

/** A host whose time moves when the test says so. */
function hostWithClock(): Host & { pass(seconds: number): void; readonly timers: number } {
  let time = 0
  let ids = 0
  const timers = new Map<() => void, number>()
  return {
    ...nodeHost(),
    now: () => new Date(Date.UTC(2026, 0, 31, 12) + time),
    milliseconds: () => time,
    randomId: () => `id-${++ids}`,
    after(milliseconds, callback) {
      timers.set(callback, time + milliseconds)
      return () => timers.delete(callback)
    },
    pass(seconds) {
      time += seconds * 1000
      for (const [callback, at] of [...timers]) {
        if (at <= time && timers.delete(callback)) callback()
      }
    },
    get timers() {
      return timers.size
    },
  }
}

function registry() {
  const host = hostWithClock()
  const ended: string[] = []
  const sessions = new SessionRegistry({ expirationSeconds: 60, max: 3 }, host, (id) =>
    ended.push(id),
  )
  const join = (id: string): Invocation => {
    const invocation = new Invocation({ 'x-amzn-sagemaker-session-id': id }, host.randomId)
    sessions.join(invocation)
    return invocation
  }
  return { host, ended, sessions, join }
}

describe('the registry of sessions', () => {
  it('frees what has expired by itself, with one timer, and only that [S49]', () => {
    const { host, ended, sessions, join } = registry()
    join('NEW_SESSION')
    host.pass(30)
    join('NEW_SESSION')
    expect(host.timers).toBe(1)

    host.pass(30)
    expect([ended, sessions.size, host.timers]).toEqual([['id-1'], 1, 1])
    host.pass(30)
    expect([ended, sessions.size, host.timers]).toEqual([['id-1', 'id-2'], 0, 0])
    join('NEW_SESSION')
    host.pass(60)
    expect(ended).toEqual(['id-1', 'id-2', 'id-3'])
  })

  it('keeps a session for as long as it was promised, used or not', () => {
    const { host, join } = registry()
    const { sessionFacts } = join('NEW_SESSION')
    expect(sessionFacts!.expires.toISOString()).toBe('2026-01-31T12:01:00.000Z')

    host.pass(59.9)
    expect(join('id-1').sessionFacts).toMatchObject({ id: 'id-1', isNew: false })
    host.pass(0.1)
    expect(() => join('id-1')).toThrow('There is no session "id-1"')
  })

  it('frees a new session that expired before it was answered', () => {
    const { host, ended, sessions, join } = registry()
    const invocation = join('NEW_SESSION')
    host.pass(60)
    ended.length = 0

    sessions.settle(invocation)

    expect(ended).toEqual(['id-1'])
  })

  it('tells when there will be room again', () => {
    const { host, join } = registry()
    for (const _ of [1, 2, 3]) join('NEW_SESSION')
    host.pass(17.5)

    expect(() => join('NEW_SESSION')).toThrow(
      expect.objectContaining({ statusCode: 503, headers: { 'retry-after': '43' } }),
    )
  })

  it('ends all at the end, and its timer', () => {
    const { host, ended, sessions, join } = registry()
    join('NEW_SESSION')
    join('NEW_SESSION')

    sessions.close()

    expect([ended, sessions.size, host.timers]).toEqual([['id-1', 'id-2'], 0, 0])
  })
})
