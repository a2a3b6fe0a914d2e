import type { CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker'
import { describe, expect, it } from 'vitest'
import { withSdkOptions } from '../../src/requests/with-sdk-options.ts'

type Input = Pick<CreateTrainingJobRequest, 'ResourceConfig' | 'Tags' | 'TrainingJobName'>

const input: Input = {
  TrainingJobName: 'job',
  ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 10 },
  Tags: [{ Key: 'a', Value: '1' }],
}

describe('withSdkOptions', () => {
  it('lays extras over the request, structure by structure', () => {
    const extras = { ResourceConfig: { KeepAlivePeriodInSeconds: 600, InstanceCount: 2 } }
    expect(withSdkOptions(input, extras).ResourceConfig).toEqual({
      InstanceType: 'ml.m5.large',
      InstanceCount: 2,
      VolumeSizeInGB: 10,
      KeepAlivePeriodInSeconds: 600,
    })
  })

  it('takes a list as a whole, and leaves out what is undefined', () => {
    const Tags = [{ Key: 'b', Value: '2' }]
    expect(withSdkOptions(input, { Tags, TrainingJobName: undefined })).toEqual({ ...input, Tags })
  })

  it('changes nothing in place', () => {
    const before = structuredClone(input)
    withSdkOptions(input, { ResourceConfig: { InstanceCount: 7 } })
    expect(input).toEqual(before)
  })
})
