import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { createEndpoint, createModel, waitForEndpoint } from '../support/endpoints.ts'
import { usePlatform } from '../support/with-platform.ts'

const opened = usePlatform()

async function endpointOf(test: ReturnType<typeof opened>, name = 'endpoint'): Promise<void> {
  await createModel(test, `${name}-model`, test.images.addProgram('serves'))
  const variant = { ModelName: `${name}-model` }
  await createEndpoint(test, [variant, variant], name)
}

it.each([
  [{ capacity: true }, 'InsufficientInstanceCapacity error. Please retry using a different ML'],
  [{ failureReason: 'Request to service failed.' }, 'Request to service failed.'],
])('an endpoint fails to order, and the next one serves: %j', async (what, reason) => {
  const test = opened()
  const ordered = test.platform.faults.add({ job: 'endpoint', name: 'endpoint*', ...what })
  await endpointOf(test)

  const failed = await waitForEndpoint(test)
  await endpointOf(test, 'endpoint-2')

  expect(failed).toMatchObject({
    EndpointStatus: 'Failed',
    FailureReason: expect.stringContaining(reason),
  })
  expect((await waitForEndpoint(test, 'endpoint-2')).EndpointStatus).toBe('InService')
  expect(ordered.taken).toBe(1)
})

it('an endpoint is Creating for as long as was ordered, without any program', async () => {
  const test = opened()
  test.platform.faults.add({ job: 'endpoint', delayMilliseconds: 3_600_000 })
  await endpointOf(test)

  const { EndpointStatus } = await test.sageMaker('DescribeEndpoint', { EndpointName: 'endpoint' })
  expect([EndpointStatus, existsSync(test.workDir)]).toEqual(['Creating', false])

  test.clock.elapse(3_600_000)
  expect((await waitForEndpoint(test)).EndpointStatus).toBe('InService')
})

it('a platform that closes does not wait for an endpoint that is delayed', async () => {
  const test = opened()
  test.platform.faults.add({ job: 'endpoint', delayMilliseconds: 3_600_000 })
  await endpointOf(test)

  await test.platform.close()

  const { EndpointStatus } = await test.sageMaker('DescribeEndpoint', { EndpointName: 'endpoint' })
  expect(EndpointStatus).toBe('Creating')
})
