import { expect, it } from 'vitest'
import type { Endpoint } from '../../../src/jobs/hosting/endpoint.ts'
import { Instance } from '../../../src/jobs/hosting/instance.ts'
import { ServerlessPool } from '../../../src/jobs/serverless/serverless-pool.ts'
import { takeTurn } from '../../../src/services/sagemaker-runtime/take-turn.ts'
import { usePlatform } from '../../support/with-platform.ts'

const opened = usePlatform()
const endpoint = { name: 'endpoint', region: 'us-east-1', accountId: '0' } as Endpoint

/** A pool whose containers start when the test says so. */
function createPool(MaxConcurrency: number) {
  const { platform } = opened()
  const starts: { succeed: () => void; fail: (cause: Error) => void }[] = []
  const start = () =>
    new Promise<Instance>((resolve, reject) => {
      const place = { id: `i-${starts.length}`, folder: opened().workDir }
      starts.push({ succeed: () => resolve(new Instance(platform, place, [])), fail: reject })
    })
  const pool = new ServerlessPool(
    platform,
    { MemorySizeInMB: 1024, MaxConcurrency },
    { start, first: [] },
  )
  return { starts, pool, take: () => takeTurn(platform, pool, endpoint) }
}

it('answers ModelNotReadyException, to be tried again, where a start takes longer than an invocation may', async () => {
  const { starts, take } = createPool(1)
  const late = expect(take()).rejects.toMatchObject({
    code: 'ModelNotReadyException',
    statusCode: 429,
  })
  opened().clock.elapse(60_000)
  await late
  starts[0]?.succeed()

  expect((await take()).instance.id).toBe('i-0')
  expect(starts).toHaveLength(1)
})

it('counts those who wait for a container as under way', async () => {
  const { starts, take } = createPool(2)
  const turns = [take(), take()]
  await expect(take()).rejects.toMatchObject({ code: 'ThrottlingException' })
  expect(starts).toHaveLength(2)
  for (const { succeed } of starts) succeed()
  const [first, second] = await Promise.all(turns)
  expect(first?.instance).not.toBe(second?.instance)
  first?.release()

  expect((await take()).instance).toBe(first?.instance)
})

it('is a ModelError for who waits for a container that cannot start, and the next one starts another', async () => {
  const { starts, take } = createPool(1)
  const refused = expect(take()).rejects.toMatchObject({ code: 'ModelError', statusCode: 424 })
  starts[0]?.fail(new Error('no such program'))
  await refused
  const next = take()
  starts[1]?.succeed()

  expect((await next).instance.id).toBe('i-1')
})
