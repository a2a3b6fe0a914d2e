import { afterAll, describe, expect, it } from 'vitest'
import { isByoError } from '../../src/errors.ts'
import { trainAndDeploy } from '../../src/index.ts'
import { abortAt, type Moment } from '../support/abort-at.ts'
import { startFaultLab, trialOptions } from '../support/fault-lab.ts'
import { nothing, oneOfEach, takeInventory, withoutRecords } from '../support/inventory.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder({ 'data.csv': '1\n3\n' })
afterAll(() => folder[Symbol.dispose]())

/** Trials side by side. */
const atOnce = 4

describe.concurrent('an abort of trainAndDeploy', () => {
  it.each<Moment>(['is under way', 'has been answered'])(
    'leaves nothing behind, no timer and no request, whichever request %s [G095]',
    async (moment) => {
      let request = 0
      let hasCompleted = false
      await Promise.all(
        Array.from({ length: atOnce }, async () => {
          while (!hasCompleted) {
            request += 1
            hasCompleted = (await abortIn(request, moment)) === 'came too late' || hasCompleted
          }
        }),
      )
      expect(request).toBeGreaterThan(20)
    },
    60_000,
  )
})

/** One run that is aborted at its n-th request, and what is left of it. */
async function abortIn(request: number, moment: Moment): Promise<'aborted' | 'came too late'> {
  await using lab = await startFaultLab()
  const watch = await abortAt(lab.session, request, moment)
  const options = { ...trialOptions(lab.session, folder.path), signal: watch.signal }

  const outcome = await trainAndDeploy(options).catch((error: unknown) => error)
  const { length } = watch.sent
  const where = `aborted when request ${request}, ${watch.sent[request - 1]}, ${moment}`
  expect(watch.underWay(), where).toBe(0)
  expect(lab.sleeping(), where).toBe(0)
  const left = await takeInventory(lab.observer)
  expect(watch.sent.length, where).toBe(length)
  if (watch.sentAfterAbort === undefined) return 'came too late'

  if (outcome instanceof Error) {
    expect(outcome, where).toMatchObject({ code: 'aborted' })
    expect(isByoError(outcome) && outcome.cleanUp?.leftovers.length, where).toBeFalsy()
    expect(withoutRecords(left), where).toEqual(nothing)
    expect(watch.sentAfterAbort.filter(isMaking), where).toEqual([])
  } else {
    // It came at the last answer of all.
    expect(left, where).toEqual(oneOfEach((outcome as { name: string }).name))
  }
  return 'aborted'
}

/** The bucket is the session's, which others may be waiting for too, and costs nothing. */
function isMaking(operation: string): boolean {
  return /^(Create|Put|Initiate|Upload|Complete)/.test(operation) && operation !== 'CreateBucket'
}
