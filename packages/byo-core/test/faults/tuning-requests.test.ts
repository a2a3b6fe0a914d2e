import { afterAll, describe, expect, it } from 'vitest'
import { isByoError } from '../../src/errors.ts'
import { integer, publishImage, type Session, tune } from '../../src/index.ts'
import { startFaultLab } from '../support/fault-lab.ts'
import { takeInventory, withoutRecords } from '../support/inventory.ts'
import { meanProgram } from '../support/mean-models.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { expired, orderFaults, type Trouble } from '../support/troubles.ts'

const folder = temporaryFolder({ 'data.csv': '1\n3\n' })
afterAll(() => folder[Symbol.dispose]())

const create = 'CreateHyperParameterTuningJob'
const describeIt = 'DescribeHyperParameterTuningJob'
const remove = 'DeleteHyperParameterTuningJob'
const list = 'ListTrainingJobsForHyperParameterTuningJob'

// The SDK sends a request three times; what goes on for longer gets through to us.
const throttled = { error: 'throttle', times: 4 } as const
const failed = { error: 'fail', times: 4 } as const
const lost = { loseResponse: true } as const
const tokenExpired = { error: expired } as const

describe.concurrent('a request for a tuning job', () => {
  it.each<[string, string, Trouble['faults'], Trouble['code']]>([
    [create, 'throttled four times', [throttled], 'request-refused'],
    [create, 'answered 500 four times', [failed], 'request-refused'],
    [create, 'done and then throttled', [lost, throttled], 'request-refused'],
    [create, 'sent with a token that has expired', [tokenExpired], 'credentials-missing'],
    [describeIt, 'throttled four times', [throttled], undefined],
    [describeIt, 'sent with a token that has expired', [tokenExpired], 'credentials-missing'],
    [list, 'throttled four times', [throttled], undefined],
    [list, 'done and never answered', [{ ...lost, times: 2 }], undefined],
    [list, 'sent with a token that has expired', [tokenExpired], 'credentials-missing'],
  ])(
    '%s, %s, leaves nothing running and makes nothing twice [G099]',
    async (operation, _, faults, code) => {
      await using lab = await startFaultLab()
      // What is to end in an error would go on for ever if it weren't stopped.
      const search = await prepare(lab.session, code === undefined ? 'no' : 'hang')
      const before = await takeInventory(lab.observer)
      const ordered = orderFaults(lab.local, { faults }, [operation])

      const outcome = await search().catch((error: unknown) => error)

      expect(ordered.notTaken()).toEqual([])

      if (isByoError(outcome)) {
        expect(outcome.code, outcome.message).toBe(code)
        expect(outcome.cleanUp?.leftovers).toEqual([])
        expect(withoutRecords(await takeInventory(lab.observer))).toEqual(before)
      } else {
        expect(code).toBeUndefined()
        // Two trials of two values: none is chosen twice.
        expect(outcome).toMatchObject({ best: { objective: 3 } })
        expect(await takeInventory(lab.observer)).toMatchObject({
          tuningJobs: ['Completed'],
          jobs: ['Completed', 'Completed'],
        })
      }
    },
  )

  it('may fail for a while on the way back', async () => {
    await using lab = await startFaultLab()
    const search = await prepare(lab.session)
    const before = await takeInventory(lab.observer)
    const tuned = await search()
    const ordered = orderFaults(lab.local, { faults: [lost, failed] }, [remove])

    await tuned.cleanUp()

    expect(ordered.notTaken()).toEqual([])
    expect(await takeInventory(lab.observer)).toEqual(before)
  })
})

/** Publishes the program; gives what searches with it. */
async function prepare(session: Session, misbehave: 'no' | 'hang' = 'no') {
  const image = await publishImage(session, { program: meanProgram, repository: 'mean' })
  return () =>
    tune({
      session,
      image,
      trainingData: { train: folder.path },
      hyperparameters: { misbehave },
      ranges: { shift: integer(1, 2) },
      objective: { metric: 'mean', goal: 'Minimize', pattern: /mean=([\d.]+)/ },
      maxJobs: 2,
      maxParallelJobs: 1,
      strategy: 'Random',
      randomSeed: 1,
      onEvent: () => undefined,
    })
}
