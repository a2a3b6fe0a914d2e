import { describe, expect, it } from 'vitest'
import { deployEndpoint } from '../../src/index.ts'
import { startLocalSession } from '../support/local-session.ts'
import { meanModels } from '../support/mean-models.ts'

/** An endpoint whose variants `one`, `two` and `three` predict 1, 2 and 3. */
async function startVariants(weights: readonly [number, number, number]) {
  const aws = await startLocalSession()
  const makeModel = await meanModels(aws.session)
  const names = ['one', 'two', 'three']
  const variants = await Promise.all(
    names.map(async (name, i) => ({
      name,
      model: await makeModel(name, i + 1),
      weight: weights[i] ?? 0,
    })),
  )
  const endpoint = await deployEndpoint(aws.session, { variants })
  const weightsNow = async () =>
    ((await endpoint.describe()).ProductionVariants ?? []).map(({ CurrentWeight }) => CurrentWeight)
  return { aws, endpoint, weightsNow }
}

describe('shiftTraffic', () => {
  it('gives a variant its shares step by step, and leaves the others their proportion', async () => {
    const { aws, endpoint, weightsNow } = await startVariants([3, 1, 0])
    await using _ = aws
    const seen: unknown[] = []

    await endpoint.shiftTraffic({
      to: 'three',
      shares: [0.5, 1],
      pauseInSeconds: 0,
      check: async (share) => void seen.push([share, await weightsNow()]),
    })

    expect(seen).toEqual([
      [0.5, [0.375, 0.125, 0.5]],
      [1, [0, 0, 1]],
    ])
    expect((await endpoint.predict('x')).numbers()).toEqual([3])
  })

  it('goes back to what was before when a check fails, and says why', async () => {
    const { aws, endpoint, weightsNow } = await startVariants([3, 1, 0])
    await using _ = aws
    const steps: number[] = []

    const shift = endpoint.shiftTraffic({
      to: 'three',
      shares: [0.1, 0.5, 1],
      pauseInSeconds: 0,
      onShift: (share) => steps.push(share),
      check(share) {
        if (share === 0.5) throw new Error('too many errors')
      },
    })

    await expect(shift).rejects.toMatchObject({
      code: 'traffic-shifted-back',
      message: expect.stringMatching(
        /back where it was before it went over to three: too many errors$/,
      ),
    })
    expect(steps).toEqual([0.1, 0.5])
    expect(await weightsNow()).toEqual([3, 1, 0])
  })

  it('goes back when it is aborted in a pause', async () => {
    const { aws, endpoint, weightsNow } = await startVariants([1, 0, 0])
    await using _ = aws
    const controller = new AbortController()

    const shift = endpoint.shiftTraffic({
      to: 'two',
      onShift: () => controller.abort(),
      signal: controller.signal,
    })

    await expect(shift).rejects.toMatchObject({ code: 'aborted' })
    expect(await weightsNow()).toEqual([1, 0, 0])
  })

  it.each([
    [{ to: 'four' }, /no variant four: it has one, two, three/],
    [{ to: 'two', shares: [] }, /shares is \[\]/],
    [{ to: 'two', shares: [0.5, 0.2] }, /rising numbers/],
    [{ to: 'two', shares: [0.5, 1.5] }, /up to 1/],
    [{ to: 'two', pauseInSeconds: -1 }, /pauseInSeconds is -1/],
  ])('refuses %j before anything changes', async (options, message) => {
    const { aws, endpoint, weightsNow } = await startVariants([1, 0, 0])
    await using _ = aws

    await expect(endpoint.shiftTraffic(options)).rejects.toThrow(message)
    expect(await weightsNow()).toEqual([1, 0, 0])
  })
})
