import { describe, expect, it } from 'vitest'
import { formatPlan } from '../../src/index.ts'

describe('formatPlan', () => {
  it('numbers the requests and counts bytes', () => {
    const text = formatPlan([
      {
        service: 's3',
        operation: 'PutObject',
        input: { Bucket: 'b', Key: 'k', Body: { bytes: 3975 } },
      },
      {
        service: 'sageMaker',
        operation: 'CreateModel',
        input: { ModelName: 'm', ExecutionRoleArn: 'r' },
      },
    ])
    expect(text.split('\n')).toEqual([
      '1. s3 PutObject',
      '   {',
      '     "Bucket": "b",',
      '     "Key": "k",',
      '     "Body": "4.0 kB"',
      '   }',
      '2. sageMaker CreateModel',
      '   {',
      '     "ModelName": "m",',
      '     "ExecutionRoleArn": "r"',
      '   }',
      '',
    ])
  })
})
