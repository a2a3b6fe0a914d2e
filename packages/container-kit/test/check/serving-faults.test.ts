import { describe, expect, it } from 'vitest'
import { checkBadInvocations } from '../../src/check/bad-invocation-checks.ts'
import type { Bench } from '../../src/check/bench.ts'
import { checkConnections } from '../../src/check/connection-checks.ts'
import { checkInvocations, checkLargeBody } from '../../src/check/invocation-checks.ts'
import { checkOptionalRoutes } from '../../src/check/optional-route-checks.ts'
import { checkPing, checkStart } from '../../src/check/ping-checks.ts'
import { type Served, serve } from '../../src/check/server.ts'
import { checkShutdown } from '../../src/check/shutdown-checks.ts'
import { checkNoModel, checkPortInUse } from '../../src/check/start-failure-checks.ts'
import {
  benchWith,
  checkData,
  failures,
  holdUsualPort,
  tryServer,
} from '../fixtures/check/try-fault.ts'

type Attempt = Parameters<typeof tryServer>[2]
const ends: Attempt = async (bench, served, invoker) => {
  await served.run.kill()
  await checkShutdown(bench, bench.options.model!, invoker)
}
const starts: Attempt = async (bench: Bench, served: Served, invoker) => {
  await served.run.kill()
  await checkPortInUse(bench, served)
  await checkNoModel(bench, served, invoker)
}

describe('with the usual port taken', () => {
  holdUsualPort()

  describe.concurrent('a server with nothing but Node', () => {
    it.for<[string, Attempt]>([
      ['connections', checkConnections],
      ['start', checkStart],
      ['ping', checkPing],
      ['invocations', checkInvocations],
      ['large bodies', checkLargeBody],
      ['bad invocations', checkBadInvocations],
      ['optional routes', checkOptionalRoutes],
      ['shutdown', ends],
      ['starts that fail', starts],
    ])('gives no false alarm: %s', async ([, attempt], test) => {
      const results = await tryServer(test, 'none', attempt)

      expect(results.length).toBeGreaterThan(0)
      expect(failures(results)).toEqual([])
    })
  })

  describe.concurrent('a server is caught that', () => {
    it.for<[string, Attempt, string]>([
      // Those that take longest begin first.
      ['waits for its port', starts, 'S04: It went on without a port'],
      ['stays healthy', ends, 'S77: /ping still answered 200'],
      ['listens on loopback', checkStart, 'S01: It was reached at 127.0.0.1 and not at'],
      ['pings with a body', checkPing, 'S06: It has "ok".'],
      ['cannot be asked by HEAD', checkPing, 'S09: HEAD /ping answered 405'],
      ['has no type', checkInvocations, 'S16: It has none'],
      ['needs a length', checkInvocations, 'S17: It answered 411.'],
      ['refuses unknown headers', checkInvocations, 'S20: It answered 400.'],
      ['echoes attributes', checkInvocations, 'S25: They came back'],
      ['compares the whole type', checkInvocations, 'S21: It answered 415'],
      ['breaks at an Accept', checkInvocations, 'S23: It answered 500'],
      [
        'cuts large bodies',
        checkLargeBody,
        'S18: POST /invocations got no answer: the connection was cut.',
      ],
      ['refuses 25 MB', checkLargeBody, 'S18: It answered 413'],
      ['cuts empty bodies', checkBadInvocations, 'S19: POST /invocations got no answer'],
      ['takes any type', checkBadInvocations, 'S22: It answered 200 all the same'],
      ['crashes without a type', checkBadInvocations, 'S22: It answered 500'],
      ['blames itself', checkBadInvocations, 'S28: It answered 500'],
      ['tells its stack', checkBadInvocations, 'S26: An answer 400 has a stack in it: at '],
      ['answers any path', checkBadInvocations, 'S35: GET /there-is-no-such-path answered 200'],
      ['closes every connection', checkConnections, 'S33: It closes a connection'],
      ['never answers Expect', checkConnections, 'S34: Nothing came within 5 s'],
      ['serves one at a time', checkConnections, 'S37: It did not: one client that stalls'],
      ['has wrong parameters', checkOptionalRoutes, 'S64: MaxConcurrentTransforms has to be'],
      ['has wrong metrics', checkOptionalRoutes, 'S80: A line is no sample'],
      ['has no handler', ends, 'S75: SIGTERM killed it'],
      ['ends with 1', ends, 'S75: It is 1'],
      ['drops requests', ends, 'S76: It got a cut connection'],
      ['is always healthy', starts, 'S07 S12: /ping answered 200 with an empty model folder'],
      ['ends with 0 without a model', starts, 'S07 S12: It ended with 0'],
    ])('%s', async ([fault, attempt, expected], test) => {
      const found = failures(await tryServer(test, fault, attempt))

      expect(found.filter((text) => text.includes(expected))).toHaveLength(1)
    })

    it('ignores SIGTERM', async (test) => {
      const { payload, model } = checkData(test)
      const bench = await benchWith(test, 'server', 'ignores SIGTERM', {
        payload,
        model,
        timeout: 3,
      })
      await checkShutdown(bench, model, undefined)

      expect(failures(bench.results)).toEqual([expect.stringContaining('S75: It still ran 3')])
    })

    it('never starts, and its last words are told', async (test) => {
      const { payload, model } = checkData(test)
      const bench = await benchWith(test, 'server', 'none', { payload, model })
      await checkStart(bench, await serve(bench, { model: undefined }))

      expect(failures(bench.results)[0]).toMatch(
        /^S06: It ended with exit code 1\. It printed: error: There is no model/,
      )
    })

    it('takes connections and answers nothing', async (test) => {
      const { model } = checkData(test)
      const bench = await benchWith(test, 'server', 'is deaf', { model, timeout: 1 })
      await checkStart(bench, await serve(bench, { model }))

      expect(failures(bench.results)).toEqual([
        expect.stringMatching(/^S06: It took connections on port \d+ and answered none/),
      ])
    })
  })
})

it('a server is caught that ignores the port that it is told, and the checks go on at 8080', async (test) => {
  const results = await tryServer(test, 'ignores the port', async (bench, served) => {
    await checkStart(bench, served)
    await checkPing(bench, served)
  })

  expect(failures(results)).toEqual([
    expect.stringContaining('S02: It listens on 8080 all the same'),
  ])
})
