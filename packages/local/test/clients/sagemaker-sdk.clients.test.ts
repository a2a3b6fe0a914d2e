import { describe, expect, it } from 'vitest'
import { program, tunedProgram, useForeignClient } from './support/foreign-client.ts'
import { pythonWith } from './support/python.ts'

const python = pythonWith('sagemaker-2')

describe.skipIf(python === undefined)('the SageMaker Python SDK, unmodified', () => {
  const client = useForeignClient(python)

  it('fits with its log, tells a failure, transforms with its log, deploys, predicts and cleans up [G001]', async () => {
    const { printed, result } = await client().script('sagemaker_v2.py', program)

    expect(result).toEqual({
      model: expect.stringMatching(
        /^s3:\/\/python-sdk\/python-sdk-[\d-]+\/output\/model\.tar\.gz$/,
      ),
      failure: 'Failed',
      output: '1,2,1,2|1,2\n',
      prediction: '1,2|3,4',
      left: [0, 0],
    })
    expect(printed).toContain('files=1')
    expect(printed).toMatch(/MaxPayloadInMB=6, BatchStrategy=SINGLE_RECORD/)
    expect(printed).toContain('Completed - Training job completed')
  }, 240_000)

  it('tunes, finds the best, and tunes on from there', async () => {
    const { result: seen } = await client().script('sagemaker_v2_tuning.py', tunedProgram)

    expect(seen).toMatchObject({
      rows: 4,
      best: seen.least,
      columns: ['depth', 'kind', 'x'],
      trained: true,
      child: 'Completed',
      overall: expect.stringMatching(/^sdk-tuned(-child)?$/),
    })
  }, 240_000)
})
