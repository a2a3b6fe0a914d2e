import { describe, expect, it } from 'vitest'
import { progress, type StepEvent } from '../../src/index.ts'

function printed(...events: StepEvent[]): string {
  let text = ''
  const print = progress({ write: (line) => (text += line) })
  events.forEach(print)
  return text
}

describe('progress', () => {
  it('prints one line a step with its time, and names objects of the own bucket without it', () => {
    const text = printed(
      { type: 'step-started', step: 'session' },
      {
        type: 'step-ended',
        step: 'session',
        seconds: 0.123,
        result: { region: 'eu-west-1', accountId: '1', roleArn: 'r', bucket: 'b' },
      },
      {
        type: 'step-ended',
        step: 'data',
        seconds: 12.3,
        result: {
          train: { uri: 's3://b/t/', files: 1, bytes: 3975 },
          test: { uri: 's3://other/t/', files: 0, bytes: 0 },
        },
      },
      { type: 'step-failed', step: 'train', seconds: 125, error: new Error('x') },
      {
        type: 'step-ended',
        step: 'clean-up',
        seconds: 1,
        result: {
          removed: [],
          leftovers: [{ resource: { kind: 'model', name: 'm', arn: 'a' }, reason: 'r' }],
        },
      },
    )

    expect(text.split('\n')).toEqual([
      'session    0.12 s  account 1 in eu-west-1, bucket b',
      'data         12 s  train: 4.0 kB to t/, test: 0 B to s3://other/t/',
      'train       125 s  failed',
      'clean-up   1.00 s  0 resources removed, 1 left',
      '',
    ])
  })

  it('tells of a change of status only in steps that take their time', () => {
    const text = printed(
      { type: 'step-status', step: 'train', status: 'Starting', seconds: 0.1 },
      { type: 'step-status', step: 'train', status: 'Training', seconds: 63 },
      { type: 'step-status', step: 'train', status: 'Training', seconds: 73 },
    )

    expect(text).toBe('train        63 s  … Training\n')
  })
})
