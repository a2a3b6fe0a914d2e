import { describe, expect, it } from 'vitest'
import { invoke } from '../../fixtures/http.ts'
import { baseDirWith, serve } from '../../fixtures/run-program.ts'

const plain = { 'content-type': 'text/plain' }
const csv = { 'content-type': 'text/csv' }
const json = { 'content-type': 'application/json' }
const largest = 'x'.repeat(25 * 1024 * 1024)

/** Answers to the same requests by a program with some workers. */
async function answersOf(name: string, workers: number, requests: readonly Request[]) {
  const { url, printed } = await serve(
    name,
    await baseDirWith({ 'model/model.json': { mean: 2.5 } }),
    { SAGEMAKER_MODEL_SERVER_WORKERS: String(workers), PREDICT_SECONDS: '5' },
  )
  await printed('INFO ready')
  const answers = []
  for (const [body, headers] of requests) {
    const named = { ...headers, 'x-amzn-sagemaker-inference-id': 'my-id' }
    const answer = await invoke(url, body, named)
    const { date, ...others } = answer.headers
    answers.push({ ...answer, headers: others })
  }
  return answers
}

type Request = readonly [body: string | Uint8Array, headers: Record<string, string>]

describe('with workers', () => {
  it.each<[string, readonly Request[]]>([
    [
      'means',
      [
        ['a,s\n1,"x"\n2,y\n', csv],
        ['[{"a":1}]', json],
        ['a\n1\n', { ...csv, accept: 'application/json' }],
        ['a,s\\n1,"x"\\n2,"y"\\n', csv],
        ['a,b\n1\n', csv],
        ['[{"a":1', json],
        ['x', { 'content-type': 'image/png' }],
        ['a\n1', { ...csv, accept: 'image/png' }],
        ['a\n1', { 'content-type': '', accept: '' }],
        ['x', { ...csv, 'content-encoding': 'gzip' }],
      ],
    ],
    [
      'answers',
      [
        ['', plain],
        ['text', { ...plain, 'transfer-encoding': 'chunked' }],
        ['ä𝒙\u0000', plain],
        [Uint8Array.of(0xff, 0xfe, 0x41), plain],
        ['bytes', plain],
        [
          'request',
          { ...plain, accept: 'application/json', 'x-amzn-sagemaker-custom-attributes': 'c' },
        ],
        ['throw', plain],
        ['nothing', plain],
        ['refuse', plain],
        ['refuse as a library does', plain],
        ['x'.repeat(65_536), plain],
        [largest, plain],
      ],
    ],
  ])('"%s" answers what it answers without [S32]', async (name, requests) => {
    const [without, withTwo] = await Promise.all([
      answersOf(name, 0, requests),
      answersOf(name, 2, requests),
    ])

    expect(withTwo).toEqual(without)
  })
})
