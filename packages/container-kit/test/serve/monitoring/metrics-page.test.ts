import { expect, it } from 'vitest'
import { defineProgram, HttpError } from '../../../src/index.ts'
import { invoke } from '../../fixtures/http.ts'
import { describeOverBoth } from '../../fixtures/over-both.ts'
import { serveHandlers } from '../../fixtures/serve-handlers.ts'

const program = defineProgram({
  input: 'text',
  predict(_model, text) {
    if (text === 'no') throw new HttpError(422, 'No.')
    return text
  },
})

const headers = { 'content-type': 'text/plain' }

describeOverBoth('/metrics', (serve) => {
  it('counts invocations by status and time, as Prometheus reads it [S80]', async () => {
    const { request } = await serve(program)
    for (const body of ['a', 'b', 'no']) await request('/invocations', { body, headers })
    const page = await request('/metrics')

    expect(page.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(page.text).toContain('byo_invocations_total{status="200"} 2\n')
    expect(page.text).toContain('byo_invocations_total{status="422"} 1\n')
    expect(page.text).toContain('byo_invocation_duration_seconds_bucket{le="+Inf"} 3\n')
    expect(page.text).toContain('byo_invocation_duration_seconds_count 3\n')
    expect(page.text).toContain('byo_model_loaded 1\n')
    expect(page.text).toMatch(/^process_resident_memory_bytes \d+$/m)
    expect(page.text).not.toContain('byo_workers')
    for (const line of page.text.trimEnd().split('\n')) {
      expect(line).toMatch(/^# (HELP|TYPE) |^[a-z_]+(\{\w+="[^"]+"\})? [\d.e+-]+$/)
    }
  })
})

it('says how many threads there are and work, whatever they do [S80]', async () => {
  const { url, put, printed, metric } = await serveHandlers()
  expect([await metric('byo_workers'), await metric('byo_workers_busy')]).toEqual(['2', '0'])

  const answer = invoke(url, 'compute:go')
  await printed('computing go')
  expect([await metric('byo_workers'), await metric('byo_workers_busy')]).toEqual(['2', '1'])
  put('go')
  await answer

  expect(await metric('byo_workers_busy')).toBe('0')
})
