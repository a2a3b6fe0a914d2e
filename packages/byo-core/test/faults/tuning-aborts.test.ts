import { afterAll, describe, expect, it } from 'vitest'
import { isByoError } from '../../src/errors.ts'
import { integer, publishImage, tune } from '../../src/index.ts'
import { abortAt, type Moment } from '../support/abort-at.ts'
import { startFaultLab } from '../support/fault-lab.ts'
import { takeInventory, withoutRecords } from '../support/inventory.ts'
import { meanProgram } from '../support/mean-models.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder({ 'data.csv': '1\n3\n' })
afterAll(() => folder[Symbol.dispose]())

/** Trials side by side. */
const atOnce = 4

describe.concurrent('an abort of tune', () => {
  it.each<Moment>(['is under way', 'has been answered'])(
    'leaves nothing running, no timer and no request, whichever request %s [G095]',
    async (moment) => {
      let request = 0
      let hasCompleted = false
      const aborted: string[] = []
      await Promise.all(
        Array.from({ length: atOnce }, async () => {
          while (!hasCompleted) {
            request += 1
            const operation = await abortIn(request, moment)
            if (operation === undefined) hasCompleted = true
            else aborted.push(operation)
          }
        }),
      )
      expect(aborted).toEqual(
        expect.arrayContaining([
          'CreateHyperParameterTuningJob',
          'DescribeHyperParameterTuningJob',
          'ListTrainingJobsForHyperParameterTuningJob',
        ]),
      )
    },
    120_000,
  )
})

/** One search that is aborted at its n-th request, and what is left of it; gives the operation, unless it came too late. */
async function abortIn(request: number, moment: Moment): Promise<string | undefined> {
  await using lab = await startFaultLab()
  // As trainAndDeploy does it, whose own aborts are proven.
  const image = await publishImage(lab.observer, { program: meanProgram, repository: 'mean' })
  const before = await takeInventory(lab.observer)
  const watch = await abortAt(lab.session, request, moment)

  const outcome = await tune({
    session: lab.session,
    image,
    trainingData: { train: folder.path },
    ranges: { shift: integer(1, 2) },
    objective: { metric: 'mean', goal: 'Minimize', pattern: /mean=([\d.]+)/ },
    maxJobs: 2,
    // What isn't stopped goes on with another.
    maxParallelJobs: 1,
    strategy: 'Random',
    randomSeed: 1,
    signal: watch.signal,
    // Whoever listens has trials listed along the way.
    onEvent: () => undefined,
  }).catch((error: unknown) => error)

  const { length } = watch.sent
  const operation = watch.sent[request - 1]
  const where = `aborted when request ${request}, ${operation}, ${moment}`
  expect(watch.underWay(), where).toBe(0)
  expect(lab.sleeping(), where).toBe(0)
  const left = await takeInventory(lab.observer)
  expect(watch.sent.length, where).toBe(length)
  if (watch.sentAfterAbort === undefined) return undefined
  const making = watch.sentAfterAbort.filter((sent) =>
    /^(Create(?!Bucket)|Put|Initiate|Upload|Complete)/.test(sent),
  )
  expect(making, where).toEqual([])
  if (outcome instanceof Error) {
    expect(outcome, where).toMatchObject({ code: 'aborted' })
    expect(isByoError(outcome) && outcome.cleanUp?.leftovers.length, where).toBeFalsy()
    expect(withoutRecords(left), where).toEqual(before)
  } else {
    // It came at the last answer of all.
    expect(left.jobs, where).toEqual(['Completed', 'Completed'])
    expect(left.tuningJobs, where).toEqual(['Completed'])
  }
  return operation
}
