import { afterAll, describe, expect, it } from 'vitest'
import { isByoError } from '../../src/errors.ts'
import { integer, publishImage, type Session, tune } from '../../src/index.ts'
import { startFaultLab } from '../support/fault-lab.ts'
import { takeInventory, withoutRecords } from '../support/inventory.ts'
import { meanProgram } from '../support/mean-models.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import type { TunerFault } from '../support/tuner.ts'

const folder = temporaryFolder({ 'data.csv': '1\n3\n' })
afterAll(() => folder[Symbol.dispose]())

const create = 'CreateHyperParameterTuningJob'
const describeIt = 'DescribeHyperParameterTuningJob'
const list = 'ListTrainingJobsForHyperParameterTuningJob'

/** The SDK sends a request three times; what goes on for longer gets through to us. */
const fourTimes = (fault: TunerFault) => Array<TunerFault>(4).fill(fault)

describe.concurrent('a request for a tuning job', () => {
  it.each<[string, string, TunerFault[], string | undefined]>([
    [create, 'throttled four times', fourTimes('throttle'), 'request-refused'],
    [create, 'answered 500 four times', fourTimes('fail'), 'request-refused'],
    [create, 'done and then throttled', ['lose', ...fourTimes('throttle')], 'request-refused'],
    [create, 'sent with a token that has expired', ['expire'], 'credentials-missing'],
    [describeIt, 'throttled four times', fourTimes('throttle'), undefined],
    [describeIt, 'sent with a token that has expired', ['expire'], 'credentials-missing'],
    [list, 'throttled four times', fourTimes('throttle'), undefined],
    [list, 'done and never answered', ['lose', 'lose'], undefined],
    [list, 'sent with a token that has expired', ['expire'], 'credentials-missing'],
  ])(
    '%s, %s, leaves nothing running and makes nothing twice [G099]',
    async (operation, _, faults, code) => {
      await using lab = await startFaultLab({ tuner: true })
      const search = await prepare(lab.session)
      const before = await takeInventory(lab.observer)
      lab.tuner?.order(operation, ...faults)

      const outcome = await search().catch((error: unknown) => error)

      if (isByoError(outcome)) {
        expect(outcome.code, outcome.message).toBe(code)
        expect(outcome.cleanUp?.leftovers).toEqual([])
        expect(withoutRecords(await takeInventory(lab.observer))).toEqual(before)
      } else {
        expect(code).toBeUndefined()
        expect(outcome).toMatchObject({ best: { objective: 3 } })
        expect(lab.tuner?.statuses()).toEqual(['Completed'])
      }
    },
  )

  it('may fail for a while on the way back', async () => {
    await using lab = await startFaultLab({ tuner: true })
    const search = await prepare(lab.session)
    const before = await takeInventory(lab.observer)
    const tuned = await search()
    lab.tuner?.order('DeleteHyperParameterTuningJob', 'lose', ...fourTimes('fail'))

    await tuned.cleanUp()

    expect(lab.tuner?.statuses()).toEqual([])
    expect(await takeInventory(lab.observer)).toEqual(before)
  })
})

/** Publishes the program; gives what searches with it. */
async function prepare(session: Session) {
  const image = await publishImage(session, { program: meanProgram, repository: 'mean' })
  return () =>
    tune({
      session,
      image,
      trainingData: { train: folder.path },
      ranges: { shift: integer(1, 2) },
      objective: { metric: 'mean', goal: 'Minimize', pattern: /mean=([\d.]+)/ },
      maxJobs: 2,
      onEvent: () => undefined,
    })
}
