import { afterAll, describe, expect, it } from 'vitest'
import { isByoError } from '../../src/errors.ts'
import { cleanUp, type StepEvent, trainAndDeploy } from '../../src/index.ts'
import { startFaultLab, trialOptions } from '../support/fault-lab.ts'
import { nothing, takeInventory, withoutRecords } from '../support/inventory.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { expired } from '../support/troubles.ts'

const folder = temporaryFolder({ 'data.csv': '1\n3\n' })
afterAll(() => folder[Symbol.dispose]())

describe('credentials that expire for good', () => {
  it.concurrent.each([
    ['before the image is sent', 'step-started', 'image', []],
    ['before the data is sent', 'step-started', 'data', []],
    ['while the job runs', 'step-status', 'train', ['training-job']],
    ['before the model is made', 'step-started', 'model', ['training-job']],
    ['while the endpoint comes up', 'step-status', 'endpoint', ['endpoint', 'endpoint-config']],
  ] as const)('%s end in one error that lists all that is left', async (_, type, step, kinds) => {
    await using lab = await startFaultLab()
    const onEvent = (event: StepEvent) => {
      if (event.type !== type || event.step !== step) return
      lab.local.faults.add({ operation: '*', error: expired, times: Number.POSITIVE_INFINITY })
    }

    const failure = await trainAndDeploy({
      ...trialOptions(lab.session, folder.path),
      onEvent,
    }).catch((error: unknown) => error)

    lab.local.faults.clear()
    expect(failure).toMatchObject({ code: 'credentials-missing' })
    const left = isByoError(failure) ? (failure.cleanUp?.leftovers ?? []) : []
    const resources = left.map(({ resource }) => resource)
    expect(resources.map(({ kind }) => kind)).toEqual(expect.arrayContaining([...kinds]))
    for (const { arn } of resources)
      expect(failure).toHaveProperty('message', expect.stringContaining(arn))
    await cleanUp(lab.session, resources)
    expect(withoutRecords(await takeInventory(lab.observer))).toEqual(nothing)
  })
})
