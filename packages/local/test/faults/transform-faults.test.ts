import { expect, it } from 'vitest'
import {
  createTransformModel,
  outputs,
  transform,
  transformJob,
  waitForTransform,
} from '../support/transforms.ts'
import { usePlatform } from '../support/with-platform.ts'

const opened = usePlatform()

it.each([
  [{ capacity: true }, 'CapacityError: Unable to provision requested ML compute capacity.'],
  [{ failureReason: 'ClientError: to order' }, 'ClientError: to order'],
])('a transform job fails to order, and the next one does not: %j', async (what, reason) => {
  const test = opened()
  await createTransformModel(test)
  await test.put('in/a.csv', '1\n')
  const ordered = test.platform.faults.add({ job: 'transform', name: 'j*', ...what })
  const failed = await transform(test)
  expect(failed).toMatchObject({
    TransformJobStatus: 'Failed',
    FailureReason: expect.stringContaining(reason),
  })
  expect(failed).not.toHaveProperty('TransformStartTime')

  await test.sageMaker('CreateTransformJob', transformJob({ TransformJobName: 'j-2' }))
  const next = await waitForTransform(test, undefined, 'j-2')
  expect([next.TransformJobStatus, ordered.taken]).toEqual(['Completed', 1])
})

it('a transform job that is delayed runs when its time has come, or is stopped before', async () => {
  const test = opened()
  await createTransformModel(test)
  await test.put('in/a.csv', '1\n')
  test.platform.faults.add({ job: 'transform', delayMilliseconds: 3_600_000, times: 2 })
  await test.sageMaker('CreateTransformJob', transformJob())
  await test.sageMaker('CreateTransformJob', transformJob({ TransformJobName: 'other' }))
  await test.sageMaker('StopTransformJob', { TransformJobName: 'other' })
  const stopped = await waitForTransform(test, undefined, 'other')
  expect(stopped.TransformJobStatus).toBe('Stopped')
  expect((await waitForTransform(test, ['InProgress'])).TransformJobStatus).toBe('InProgress')
  expect(outputs(test)).toEqual({})

  test.clock.elapse(3_600_000)
  expect((await waitForTransform(test)).TransformJobStatus).toBe('Completed')
})
