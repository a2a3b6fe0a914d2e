import { describe, expect, it } from 'vitest'
import { trainingJob, usePlatform, waitForJob } from '../../support/with-platform.ts'

const opened = usePlatform()

describe('tags', () => {
  it('are kept from creation, replaced, removed, and refused for unknown ARNs [G044]', async () => {
    const test = opened()
    const Tags = [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ]
    const request = trainingJob(test.images.addProgram('trains-ok'), { Tags })
    const { TrainingJobArn: ResourceArn } = await test.sageMaker('CreateTrainingJob', request)
    expect(await test.sageMaker('ListTags', { ResourceArn })).toEqual({ Tags })

    await test.sageMaker('AddTags', { ResourceArn, Tags: [{ Key: 'a', Value: 'new' }] })
    await test.sageMaker('DeleteTags', { ResourceArn, TagKeys: ['b'] })
    expect(await test.sageMaker('ListTags', { ResourceArn })).toEqual({
      Tags: [{ Key: 'a', Value: 'new' }],
    })

    const unknown = { ResourceArn: `${ResourceArn}-2` }
    await expect(test.sageMaker('ListTags', unknown)).rejects.toMatchObject({
      code: 'ValidationException',
    })
    await waitForJob(test)
  })

  it('are at most fifty', async () => {
    const test = opened()
    const request = trainingJob(test.images.addProgram('trains-ok'))
    const { TrainingJobArn: ResourceArn } = await test.sageMaker('CreateTrainingJob', request)
    const some = (start: number, count: number) =>
      Array.from({ length: count }, (_, i) => ({ Key: `k${start + i}`, Value: '' }))
    await test.sageMaker('AddTags', { ResourceArn, Tags: some(0, 50) })

    await expect(
      test.sageMaker('AddTags', { ResourceArn, Tags: some(50, 1) }),
    ).rejects.toMatchObject({ code: 'ResourceLimitExceeded' })
    await waitForJob(test)
  })
})
