import { expect, it } from 'vitest'
import { defineProgram } from '../../../src/index.ts'
import { describeOverBoth } from '../../fixtures/over-both.ts'

const program = defineProgram({
  input: 'text',
  sessions: {},
  async *predict(_model, text, { session }) {
    const heard = [...((session?.state.get('heard') as string[] | undefined) ?? []), text]
    session?.state.set('heard', heard)
    for (const each of heard) yield `${each}\n`
  },
})

describeOverBoth('a streamed answer', (serve) => {
  it('finds the session that a request names, one that a stream has opened as well [S50]', async () => {
    const { request } = await serve(program)
    const say = (body: string, session: string) =>
      request('/invocations', {
        body,
        headers: { 'content-type': 'text/plain', 'x-amzn-sagemaker-session-id': session },
      })

    const first = await say('a', 'NEW_SESSION')
    const [id] = String(first.headers['x-amzn-sagemaker-new-session-id']).split(';')
    const second = await say('b', id!)

    expect(first.headers['transfer-encoding']).toBe('chunked')
    expect(second.headers['transfer-encoding']).toBe('chunked')
    expect([first.text, second.text]).toEqual(['a\n', 'a\nb\n'])
  })
})
