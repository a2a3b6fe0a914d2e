import { expect, it } from 'vitest'
import { defineProgram } from '../../../src/index.ts'
import { describeOverBoth } from '../../fixtures/over-both.ts'

const attributes = 'x-amzn-sagemaker-custom-attributes'
const plain = { 'content-type': 'text/plain' }

/** Answers, and says of its answer what the test wants. */
function saying(member: 'customAttributes' | 'contentType', value: string | undefined) {
  return defineProgram({
    input: 'text',
    predict(_model, text, { response }) {
      if (text !== 'quiet') response[member] = value
      return 'answer'
    },
  })
}

describeOverBoth('custom attributes', (serve) => {
  it('of a request are not sent back by themselves [S25]', async () => {
    const { request } = await serve(saying('customAttributes', undefined))

    const headers = { ...plain, [attributes]: 'trace=1' }
    const answer = await request('/invocations', { body: 'x', headers })

    expect([answer.status, answer.headers[attributes]]).toEqual([200, undefined])
  })

  it.each(['trace=2', '', 'x'.repeat(1024), 'a; b, "c" ~'])(
    'are sent as the program says: %j [S25]',
    async (value) => {
      const { request } = await serve(saying('customAttributes', value))

      const headers = { ...plain, [attributes]: 'trace=1' }
      const answer = await request('/invocations', { body: 'x', headers })

      expect([answer.status, answer.text]).toEqual([200, 'answer'])
      expect(answer.headers[attributes]).toBe(value)
    },
  )

  it.each<[string, 'customAttributes' | 'contentType', string]>([
    ['too long', 'customAttributes', 'x'.repeat(1025)],
    ['not ASCII', 'customAttributes', 'größe=1'],
    ['of two lines', 'customAttributes', 'a\r\nx-split: yes'],
    ['of two lines, without CR', 'customAttributes', 'a\nx-split: yes'],
    ['a header and a body', 'customAttributes', 'a\r\n\r\nsplit'],
    ['with NUL', 'customAttributes', 'a\0b'],
    ['a type of two lines', 'contentType', 'text/plain\r\nx-split: yes'],
    ['a type that is not ASCII', 'contentType', 'text/plän'],
  ])(
    'that are %s are refused with 500, and nothing of them is sent as a header [S25]',
    async (_, member, value) => {
      const { request } = await serve(saying(member, value))

      const answer = await request('/invocations', { body: 'x', headers: plain })

      expect(answer.status).toBe(500)
      expect(answer.headers[attributes]).toBeUndefined()
      expect(answer.headers['x-split']).toBeUndefined()
      expect(JSON.parse(answer.text).message).toContain('cannot stand in a header')
      expect(await request('/invocations', { body: 'quiet', headers: plain })).toMatchObject({
        status: 200,
        text: 'answer',
      })
    },
  )
})
