import { afterAll, describe, expect, it } from 'vitest'
import { isByoError } from '../../src/errors.ts'
import { trainAndDeploy } from '../../src/index.ts'
import { startFaultLab, trialOptions } from '../support/fault-lab.ts'
import { nothing, oneOfEach, takeInventory, withoutRecords } from '../support/inventory.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { groupsOf, orderFaults, type Trouble, troubles } from '../support/troubles.ts'

const folder = temporaryFolder({ 'data.csv': '1\n3\n' })
afterAll(() => folder[Symbol.dispose]())
const { wayThere, wayBack } = await recordOperations()

describe.concurrent.each(troubles)('a request that is $name', (trouble) => {
  it.each(groupsOf(trouble, wayThere))(
    'leaves no orphan and makes nothing twice on the way there: %s [G099]',
    async (...operations) => go(trouble, operations),
  )

  // The SDK waits a second or two when it is throttled.
  it('leaves nothing on the way back, whatever it is', () => comeBack(trouble), 60_000)
})

/** Ends in one of each kind, or in one error and nothing. */
async function go(trouble: Trouble, operations: readonly string[]): Promise<void> {
  await using lab = await startFaultLab()
  const faults = orderFaults(lab.local, trouble, operations)

  const outcome = await trainAndDeploy(trialOptions(lab.session, folder.path)).catch(asByoError)

  expect(faults.notTaken()).toEqual([])
  lab.local.faults.clear()
  const left = await takeInventory(lab.observer)
  if (isByoError(outcome)) {
    expect(outcome.code, outcome.message).toBe(trouble.code)
    expect(outcome.cleanUp?.leftovers ?? []).toEqual([])
    expect(withoutRecords(left)).toEqual(nothing)
  } else {
    expect(left).toEqual(oneOfEach(outcome.name))
    await outcome.cleanUp()
    expect(await takeInventory(lab.observer)).toEqual(nothing)
  }
}

/** Every operation of the clean-up fails; it may give up only for want of credentials, and be called again. */
async function comeBack(trouble: Trouble): Promise<void> {
  await using lab = await startFaultLab()
  const endpoint = await trainAndDeploy(trialOptions(lab.session, folder.path))
  const faults = orderFaults(lab.local, trouble, wayBack)

  const error = await endpoint.cleanUp().then(() => undefined, asByoError)

  if (trouble.code === 'credentials-missing') {
    expect(error?.code).toBe('clean-up-incomplete')
    lab.local.faults.clear()
    await endpoint.cleanUp()
  } else {
    expect(error).toBeUndefined()
    expect(faults.notTaken()).toEqual([])
  }
  expect(await takeInventory(lab.observer)).toEqual(nothing)
}

/** Each operation that is asked for when nothing goes wrong, until the endpoint is there and until it's gone. */
async function recordOperations() {
  await using lab = await startFaultLab()
  const endpoint = await trainAndDeploy(trialOptions(lab.session, folder.path))
  const { length } = lab.operations
  await endpoint.cleanUp()
  return {
    wayThere: [...new Set(lab.operations.slice(0, length))],
    wayBack: [...new Set(lab.operations.slice(length))],
  }
}

function asByoError(error: unknown) {
  if (isByoError(error)) return error
  throw error
}
