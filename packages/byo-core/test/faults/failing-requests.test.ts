import type { Fault } from '@byo/local'
import { afterAll, describe, expect, it } from 'vitest'
import { type ByoErrorCode, isByoError } from '../../src/errors.ts'
import { trainAndDeploy } from '../../src/index.ts'
import { type FaultLab, startFaultLab, trialOptions } from '../support/fault-lab.ts'
import { nothing, oneOfEach, takeInventory, withoutRecords } from '../support/inventory.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { concerns, troubles } from '../support/troubles.ts'

const folder = temporaryFolder({ 'data.csv': '1\n3\n' })
afterAll(() => folder[Symbol.dispose]())
const operations = await recordOperations()

describe.each(troubles)('a request that is $name', (trouble) => {
  const concerned = operations.filter((operation) => concerns(trouble, operation))
  it.concurrent.each(concerned)(
    'leaves no orphan and makes nothing twice: %s [G099]',
    async (operation) => {
      await using lab = await startFaultLab()

      const faults = trouble.faults.map((fault) => ({ operation, ...fault }))
      await go(lab, faults, trouble.code)
    },
  )
})

/** One way there and back again with a fault in it, wherever the operation occurs first. */
async function go(
  { local, session, observer }: FaultLab,
  faults: readonly Fault[],
  code: ByoErrorCode | undefined,
): Promise<void> {
  const wayThere = faults.map((fault) => local.faults.add(fault))
  const outcome = await trainAndDeploy(trialOptions(session, folder.path)).catch(asByoError)
  local.faults.clear()
  if (isByoError(outcome)) {
    expect(wayThere[0]?.taken).toBeGreaterThan(0)
    expect(outcome.code, outcome.message).toBe(code)
    expect(outcome.cleanUp?.leftovers ?? []).toEqual([])
    expect(withoutRecords(await takeInventory(observer))).toEqual(nothing)
    return
  }
  expect(await takeInventory(observer)).toEqual(oneOfEach(outcome.name))
  const wayBack =
    wayThere[0]?.taken === 0 ? faults.map((fault) => local.faults.add(fault)) : wayThere
  await outcome.cleanUp().catch((error: unknown) => {
    expect(asByoError(error).code).toBe('clean-up-incomplete')
    expect(code, asByoError(error).message).toBe('credentials-missing')
  })
  expect(wayBack[0]?.taken).toBeGreaterThan(0)
  local.faults.clear()
  await outcome.cleanUp()
  expect(await takeInventory(observer)).toEqual(nothing)
}

/** Each operation that the way there and back asks for when nothing goes wrong. */
async function recordOperations(): Promise<string[]> {
  await using lab = await startFaultLab()
  const endpoint = await trainAndDeploy(trialOptions(lab.session, folder.path))
  await endpoint.cleanUp()
  return [...new Set(lab.operations)]
}

function asByoError(error: unknown) {
  if (isByoError(error)) return error
  throw error
}
