import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { isByoError } from '../../src/errors.ts'
import { type TransformOptions, transform } from '../../src/index.ts'
import type { Session } from '../../src/session/session.ts'
import { abortAt, type Moment } from '../support/abort-at.ts'
import { batchProgram, collect } from '../support/batch-session.ts'
import { startFaultLab } from '../support/fault-lab.ts'
import { nothing, takeInventory, withoutRecords } from '../support/inventory.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { groupsOf, orderFaults, type Trouble, troubles } from '../support/troubles.ts'

const folder = temporaryFolder({ 'model/m': '1', 'in/a.csv': 'a\n' })
afterAll(() => folder[Symbol.dispose]())

/** Trials side by side. */
const atOnce = 4

/** What trainAndDeploy asks for too is tried there, and so are aborts before there is a model. */
const ownOperations = /Transform|ListObjects|DeleteModel|GetObject/

const { wayThere, firstOwn } = await recordOperations()

function trial(session: Session): TransformOptions {
  const modelDir = join(folder.path, 'model')
  return { session, program: batchProgram, modelDir, input: join(folder.path, 'in'), name: 'batch' }
}

describe.concurrent('an abort of transform', () => {
  it.each<Moment>(['is under way', 'has been answered'])(
    'leaves nothing that runs, no timer and no request, whichever request %s [G095]',
    async (moment) => {
      let request = firstOwn - 1
      let hasCompleted = false
      await Promise.all(
        Array.from({ length: atOnce }, async () => {
          while (!hasCompleted) {
            request += 1
            hasCompleted = (await abortIn(request, moment)) === 'came too late' || hasCompleted
          }
        }),
      )
      expect(request).toBeGreaterThan(firstOwn + 8)
    },
    120_000,
  )
})

/** One run that is aborted at its n-th request, and what is left of it. */
async function abortIn(request: number, moment: Moment): Promise<'aborted' | 'came too late'> {
  await using lab = await startFaultLab()
  const watch = await abortAt(lab.session, request, moment)
  const options = { ...trial(lab.session), signal: watch.signal }

  const outcome = await transform(options).catch((error: unknown) => error)
  const { length } = watch.sent
  const where = `aborted when request ${request}, ${watch.sent[request - 1]}, ${moment}`
  expect(watch.underWay(), where).toBe(0)
  expect(lab.sleeping(), where).toBe(0)
  const left = await takeInventory(lab.observer)
  expect(watch.sent.length, where).toBe(length)
  if (watch.sentAfterAbort === undefined) return 'came too late'

  expect(outcome, where).toMatchObject({ code: 'aborted' })
  expect(isByoError(outcome) && outcome.cleanUp?.leftovers.length, where).toBeFalsy()
  expect(withoutRecords(left), where).toEqual(nothing)
  const made = watch.sentAfterAbort.filter((operation) => /^(Create|Put)/.test(operation))
  expect(
    made.filter((operation) => operation !== 'CreateBucket'),
    where,
  ).toEqual([])
  return 'aborted'
}

describe.concurrent.each(troubles)('a request of transform that is $name', (trouble) => {
  const concerned = groupsOf(trouble, wayThere).filter((group) => group.length > 0)
  it.each(concerned)(
    'leaves no orphan and starts nothing twice: %s [G099]',
    async (...operations) => go(trouble, operations),
    60_000,
  )
})

/** Ends in results and one job, or in one error and nothing that runs. */
async function go(trouble: Trouble, operations: readonly string[]): Promise<void> {
  await using lab = await startFaultLab()
  const faults = orderFaults(lab.local, trouble, operations)

  const outcome = await transform(trial(lab.session)).catch(asByoError)
  const lines = isByoError(outcome) ? outcome : await collect(outcome.lines()).catch(asByoError)

  expect(faults.notTaken()).toEqual([])
  lab.local.faults.clear()
  if (isByoError(lines)) expect(lines.code, lines.message).toBe(trouble.code)
  else expect(lines).toEqual(['A'])
  if (isByoError(outcome)) expect(outcome.cleanUp?.leftovers ?? []).toEqual([])
  else {
    expect((await takeInventory(lab.observer)).jobs).toEqual(['Completed'])
    await outcome.cleanUp()
  }
  expect(withoutRecords(await takeInventory(lab.observer))).toEqual(nothing)
}

/** Each operation of its own that is asked for when nothing goes wrong, and which request begins with the model. */
async function recordOperations() {
  await using lab = await startFaultLab()
  const results = await transform(trial(lab.session))
  expect(await collect(results.lines())).toEqual(['A'])
  const { operations } = lab
  return {
    wayThere: [...new Set(operations)].filter((operation) => ownOperations.test(operation)),
    firstOwn: operations.indexOf('CreateModel') + 1,
  }
}

function asByoError(error: unknown) {
  if (isByoError(error)) return error
  throw error
}
