import { describe, expect, it } from 'vitest'
import { transformError } from '../../src/transform/transform-outcome.ts'

const missing = ['a.csv', 'a.csv.old', 'b.csv'].map((path) => ({
  path,
  inputUri: `s3://b/in/${path}`,
}))
const objects = { transformed: [], missing }

function failed(FailureReason: string, logTail: string[] = []) {
  const job = { TransformJobName: 'j', TransformJobStatus: 'Failed' as const, FailureReason }
  return transformError(job as never, objects, logTail)
}

describe('the error of a transform job', () => {
  it('names the object that the reason names, the longer of two', () => {
    const error = failed('ClientError: s3://b/in/a.csv.old is bad.')
    expect(error).toMatchObject({ code: 'transform-failed', inputUri: 's3://b/in/a.csv.old' })
    expect(error.message).toBe(
      'Transform job j failed: s3://b/in/a.csv.old is bad. None of 3 objects was transformed.',
    )
  })

  it('names the one that SageMaker names in the log, when the reason only points there', () => {
    const line = '2020-10-14T04:08:19.163:[sagemaker logs]: b/in/b.csv: ClientError: 400'
    const error = failed('ClientError: See job logs for more information', ['asked', line])
    expect(error.inputUri).toBe('s3://b/in/b.csv')
    expect(error.message).toContain('It says of b/in/b.csv: ClientError: 400.')
  })

  it('names none where SageMaker names none', () => {
    expect(failed('AlgorithmError: it died')).toMatchObject({ inputUri: undefined })
    expect(failed('').message).toContain('SageMaker gives no reason.')
    expect(failed('No such thing').message).toContain('failed: No such thing. None of 3')
  })

  it('tells a lack of machines and a used up quota from other failures', () => {
    expect(failed('CapacityError: Unable to provision.').code).toBe('capacity-error')
    expect(failed('ResourceLimitExceeded: no more.').code).toBe('quota-exceeded')
  })
})
