import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { defineProgram } from '../../../src/index.ts'
import { describeOverBoth } from '../../fixtures/over-both.ts'

/** A program whose health is what the test says. */
function withHealth(isHealthy: () => boolean | Promise<boolean>) {
  return defineProgram({ predict: () => 'never asked', isHealthy: () => isHealthy() })
}

describeOverBoth('/ping asks the program whether it is healthy [S11]', (serve) => {
  it.each([
    ['says no', () => false],
    ['says no later', async () => false],
    ['throws', () => fail()],
    ['rejects', async () => fail()],
    ['does not say', () => new Promise<boolean>(() => {})],
  ])('503 if it %s', async (_how, answer) => {
    let isAsked = false
    const { request } = await serve(
      withHealth(() => {
        if (isAsked) return answer()
        isAsked = true
        return true
      }),
    )

    expect(await request('/ping')).toMatchObject({ status: 503, text: '' })
  })

  it('200 again as soon as it says yes again', async () => {
    let healthy = true
    const { request } = await serve(withHealth(() => healthy))

    healthy = false
    expect((await request('/ping')).status).toBe(503)
    healthy = true
    expect((await request('/ping')).status).toBe(200)
  })
})

describeOverBoth('/ping', (serve) => {
  it('answers 503 until the model is loaded, then 200 with an empty body [S06] [S07]', async () => {
    let finishLoading = () => {}
    const loaded = new Promise<void>((resolve) => {
      finishLoading = resolve
    })
    const program = defineProgram({ input: 'text', load: () => loaded, predict: () => 'late' })
    const { request } = await serve(program, { until: 'listening' })

    expect(await request('/ping')).toMatchObject({ status: 503, text: '' })
    expect((await request('/invocations', { body: 'early' })).status).toBe(503)
    finishLoading()
    await expect
      .poll(() => request('/ping'))
      .toMatchObject({
        status: 200,
        text: '',
        headers: { 'content-length': '0' },
      })
  })

  it('takes GET, HEAD and POST, refuses other methods and ignores a query [S09]', async () => {
    const { request } = await serve(withHealth(() => true))

    for (const method of ['GET', 'HEAD', 'POST']) {
      expect((await request('/ping?x=1', { method })).status).toBe(200)
    }
    expect(await request('/ping', { method: 'DELETE' })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD, POST' },
    })
  })

  it('is answered while other clients send slowly, or many requests at once [S37]', async () => {
    const { request, connect } = await serve(withHealth(() => true))
    const slow = Array.from({ length: 50 }, () => connect())
    for (const socket of slow) socket.write('POST /invocations HTTP/1.1\r\nhost: x\r\ncontent-le')
    const many = connect()
    many.write('GET /ping HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(1000))

    expect((await request('/ping')).status).toBe(200)
    let answers = ''
    while (answers.split('HTTP/1.1 200 OK').length <= 1000) {
      for (let chunk = many.read(); chunk !== null; chunk = many.read()) answers += String(chunk)
      await sleep(1)
    }
    for (const socket of [...slow, many]) socket.destroy()
  })
})

function fail(): never {
  throw new Error('no connection to the store of features')
}
