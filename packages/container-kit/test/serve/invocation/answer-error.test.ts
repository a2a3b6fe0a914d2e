import { expect, it } from 'vitest'
import { defineProgram, HttpError } from '../../../src/index.ts'
import { describeOverBoth } from '../../fixtures/over-both.ts'

const headers = { 'content-type': 'text/plain', 'x-amzn-sagemaker-inference-id': 'my-id' }

/** A program whose prediction does as it is told, and answers all else in kind. */
function doing(predict: () => unknown) {
  return defineProgram({
    input: 'text',
    predict: (_model, input) => (input === 'fine' ? input : predict()),
  })
}

describeOverBoth('a prediction that fails', (serve) => {
  it.each<[string, () => unknown, string]>([
    ['throws', () => fail(new Error('it broke')), 'it broke'],
    ['rejects', async () => fail(new Error('it broke later')), 'it broke later'],
    ['throws a text', () => fail('just so'), 'a value that is no Error was thrown: just so'],
    ['throws nothing', () => fail(undefined), 'a value that is no Error was thrown: undefined'],
    ['returns nothing', () => undefined, 'predict returned nothing.'],
    ['asks for success', () => fail(new HttpError(200, 'fine?')), 'fine?'],
  ])(
    'because it %s is answered with 500 and the message, and the server goes on [S26]',
    async (_, predict, message) => {
      const { request } = await serve(doing(predict))

      const answer = await request('/invocations', { body: 'x', headers })

      expect(answer).toMatchObject({ status: 500, headers: { 'content-type': 'application/json' } })
      expect(JSON.parse(answer.text)).toEqual({
        error: 'Internal Server Error',
        message,
        requestId: 'my-id',
      })
      expect((await request('/invocations', { body: 'fine', headers })).text).toBe('fine')
    },
  )

  it('leaves its stack in the log, beside the inference id, and nowhere else [S26]', async () => {
    const { request, stdout, stderr } = await serve(
      doing(function aTellingName() {
        throw new Error('it broke')
      }),
    )

    const answer = await request('/invocations', { body: 'x', headers })

    expect(stderr()).toMatch(
      /ERROR it broke request=my-id inference=my-id status=500 .*\n\S+ ERROR stack of my-id\n\s+at .*aTellingName/,
    )
    for (const told of [answer.text, JSON.stringify(answer.headers), stdout()]) {
      expect(told).not.toMatch(/aTellingName|\.ts:\d+/)
    }
  })

  it.each([
    ['letters', 'x'.repeat(1_000_000)],
    ['letters of other alphabets', '語'.repeat(100_000)],
    ['pairs of surrogates', '😀'.repeat(100_000)],
    ['quotes', '"'.repeat(5000)],
    ['control characters', '\u0001'.repeat(5000)],
  ])('with a message of very many %s is answered with a short one [S26]', async (_, message) => {
    const { request } = await serve(doing(() => fail(new Error(message))))
    const longId = { ...headers, 'x-amzn-sagemaker-inference-id': 'i'.repeat(3000) }

    const { text } = await request('/invocations', { body: 'x', headers: longId })

    expect(text.length).toBeLessThanOrEqual(2048)
    const told: string = JSON.parse(text).message
    expect(JSON.stringify(told).length).toBeGreaterThan(1400)
    expect(message.startsWith(told.slice(0, -1))).toBe(true)
    expect(told).toMatch(/…$/)
  })
})

describeOverBoth('an HttpError', (serve) => {
  it('loses the headers that cannot be sent, and no more', async () => {
    const fields = { 'x-good': 'yes', 'x-bad': 'ö語\n', 'no name': 'x', 'content-length': '7' }
    const { request } = await serve(
      doing(() => fail(new HttpError(422, 'Not this one.', { headers: fields }))),
    )

    const answer = await request('/invocations', { body: 'x', headers })

    expect(answer).toMatchObject({ status: 422, headers: { 'x-good': 'yes' } })
    expect(answer.headers).not.toHaveProperty('x-bad')
    expect(JSON.parse(answer.text).message).toBe('Not this one.')
  })

  it.each([
    [422, 'Unprocessable Entity'],
    [429, 'Too Many Requests'],
    [400, 'Bad Request'],
    [507, 'Insufficient Storage'],
    [599, 'Error'],
  ])(
    '%i is answered with exactly that, its message and nothing in the error log [S27]',
    async (status, error) => {
      const { request, stderr } = await serve(
        doing(() => fail(new HttpError(status, 'Not this one.'))),
      )

      const answer = await request('/invocations', { body: 'x', headers })

      expect(answer.status).toBe(status)
      expect(JSON.parse(answer.text)).toEqual({
        error,
        message: 'Not this one.',
        requestId: 'my-id',
      })
      expect(stderr()).not.toContain('stack of')
    },
  )

  it('sends its headers along [S27]', async () => {
    const { request } = await serve(
      doing(() =>
        fail(
          new HttpError(429, 'Too much.', { headers: { 'Retry-After': '7', 'x-why': 'quota' } }),
        ),
      ),
    )

    expect(await request('/invocations', { body: 'x', headers })).toMatchObject({
      status: 429,
      headers: { 'retry-after': '7', 'x-why': 'quota', 'content-type': 'application/json' },
    })
  })

  it('may be that of a library, with a statusCode [S27]', async () => {
    const gone = Object.assign(new Error('gone'), { statusCode: 410 })
    const { request } = await serve(doing(() => fail(gone)))

    const answer = await request('/invocations', { body: 'x', headers })
    expect([answer.status, JSON.parse(answer.text).message]).toEqual([410, 'gone'])
  })
})

function fail(reason: unknown): never {
  throw reason
}
