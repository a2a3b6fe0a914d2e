import { expect, it } from 'vitest'
import { defineProgram, HttpError } from '../../../src/index.ts'
import { createLog } from '../../../src/logging/log.ts'
import { Invocation } from '../../../src/serve/invocation/invocation-request.ts'
import { answered, logInvocation } from '../../../src/serve/monitoring/log-invocation.ts'
import { describeOverBoth } from '../../fixtures/over-both.ts'

const program = defineProgram({
  input: 'text',
  predict(_model, text) {
    if (text === 'secret refused') throw new HttpError(422, 'No.')
    if (text === 'secret fault') throw new HttpError(502, 'Broken.')
    if (text === 'secret stream') {
      return (async function* () {
        yield 'some'
        yield 'thing'
      })()
    }
    return 'secret answer'
  },
})

const headers = { 'content-type': 'text/plain' }

/** The lines that speak of a request. */
const linesOf = (text: string): string[] =>
  text.split('\n').filter((line) => / request=/.test(line))

describeOverBoth('the log', (serve) => {
  it.each(['debug', 'DEBUG', '10'])(
    'has one line for each request at level %s, with what it took and nothing that it held [S81]',
    async (level) => {
      const serving = await serve(program, { env: { SAGEMAKER_CONTAINER_LOG_LEVEL: level } })
      const ask = (body: string, more = {}) =>
        serving.request('/invocations', { body, headers: { ...headers, ...more } })
      await ask('secret', { 'x-amzn-sagemaker-inference-id': 'my-id' })
      await ask('secret refused')
      await ask('secret stream')
      await ask('secret fault')

      const facts = (rest: string) => new RegExp(`^\\S+ ${rest} milliseconds=\\d+(\\.\\d+)?$`)
      await expect.poll(() => linesOf(serving.stdout()).length).toBe(3)
      const [whole, refused, stream] = linesOf(serving.stdout())
      expect(whole).toMatch(
        facts('DEBUG answered request=my-id inference=my-id status=200 received=6 sent=13'),
      )
      expect(refused).toMatch(
        facts('DEBUG No\\. request=[0-9a-f-]{36} status=422 received=14 sent=\\d+'),
      )
      expect(stream).toMatch(
        facts('DEBUG answered request=[0-9a-f-]{36} status=200 received=13 sent=9'),
      )
      const faults = linesOf(serving.stderr())
      expect(faults).toHaveLength(1)
      expect(faults[0]).toMatch(
        facts('ERROR Broken\\. request=[0-9a-f-]{36} status=502 received=12 sent=\\d+'),
      )
      expect(serving.stdout() + serving.stderr()).not.toContain('secret')
    },
  )

  it.each([
    ['info', 1],
    ['20', 1],
    ['warn', 1],
    ['30', 1],
    ['error', 1],
    ['40', 1],
    ['50', 1],
    ['60', 0],
  ])('has only faults at level %s [S81]', async (level, faults) => {
    const serving = await serve(program, { env: { SAGEMAKER_CONTAINER_LOG_LEVEL: level } })
    for (const body of ['secret', 'secret refused', 'secret stream', 'secret fault'])
      await serving.request('/invocations', { body, headers })

    expect(linesOf(serving.stdout())).toEqual([])
    expect(linesOf(serving.stderr())).toHaveLength(faults)
  })
})

it('makes no id for a line that nobody wants [S81]', () => {
  const lines: string[] = []
  const output = {
    stdout: (text: string) => void lines.push(text),
    stderr: (text: string) => void lines.push(text),
    now: () => new Date(0),
  }
  let ids = 0
  const invocation = new Invocation({}, () => `id ${++ids}`)
  const response = { headersSent: true, statusCode: 200 }

  logInvocation(createLog('info', output), invocation, response, answered, 1, 2)
  expect([ids, lines]).toEqual([0, []])

  logInvocation(createLog('debug', output), invocation, response, answered, 1, 2.00049)
  expect(lines).toEqual([
    '1970-01-01T00:00:00.000Z DEBUG answered request="id 1" status=200 received=1 sent=0 milliseconds=2\n',
  ])
})
