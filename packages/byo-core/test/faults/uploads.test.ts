import { afterAll, describe, expect, it } from 'vitest'
import { isByoError } from '../../src/errors.ts'
import { uploadChannel } from '../../src/index.ts'
import { deleteObjects } from '../../src/s3/delete-objects.ts'
import { abortAt, type Moment } from '../support/abort-at.ts'
import { startFaultLab } from '../support/fault-lab.ts'
import { nothing, takeInventory } from '../support/inventory.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { groupsOf, orderFaults, troubles } from '../support/troubles.ts'

/** Two parts of an upload. */
const folder = temporaryFolder({ 'data.csv': '1234567\n'.repeat(700_000) })
afterAll(() => folder[Symbol.dispose]())
const operations = await recordOperations()

describe.concurrent.each(troubles)('a request that is $name', (trouble) => {
  it.each(groupsOf(trouble, operations))(
    'leaves no part of an upload, and one object or an error: %s',
    async (...concerned) => {
      await using lab = await startFaultLab()
      const faults = orderFaults(lab.local, trouble, concerned)

      const outcome = await uploadChannel(lab.session, folder.path, { prefix: 'run' }).catch(
        (error: unknown) => error,
      )

      expect(faults.notTaken()).toEqual([])
      lab.local.faults.clear()
      const { objects, uploads } = await takeInventory(lab.observer)
      // One that nobody was told of holds nothing, and goes with the objects.
      if (!concerned.includes('CreateMultipartUpload')) expect(uploads).toEqual([])
      if (isByoError(outcome)) expect(outcome.code, outcome.message).toBe(trouble.code)
      else expect([outcome, objects]).toMatchObject([{ files: 1 }, ['run/data.csv']])
      await deleteObjects(lab.session, `s3://${await lab.session.bucket()}/run/`)
      expect(await takeInventory(lab.observer)).toEqual(nothing)
    },
  )
})

it.each<Moment>(['is under way', 'has been answered'])(
  'an abort leaves no part of an upload, and no request, whichever request %s [G095]',
  async (moment) => {
    for (let request = 1; ; request += 1) {
      await using lab = await startFaultLab()
      const watch = await abortAt(lab.session, request, moment)

      const outcome = await uploadChannel(lab.session, folder.path, {
        prefix: 'run',
        signal: watch.signal,
      }).catch((error: unknown) => error)

      const { length } = watch.sent
      expect([watch.underWay(), lab.sleeping()]).toEqual([0, 0])
      expect((await takeInventory(lab.observer)).uploads).toEqual([])
      expect(watch.sent.length).toBe(length)
      if (watch.sentAfterAbort === undefined) return
      if (isByoError(outcome)) expect(outcome.code).toBe('aborted')
      else expect(outcome).toMatchObject({ files: 1 })
    }
  },
)

/** Each operation of S3 that the upload of a large file asks for. */
async function recordOperations(): Promise<string[]> {
  await using lab = await startFaultLab()
  await lab.session.bucket()
  const { length } = lab.operations
  await uploadChannel(lab.session, folder.path, { prefix: 'run' })
  return [...new Set(lab.operations.slice(length))]
}
