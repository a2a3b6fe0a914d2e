import { describe, expect, it } from 'vitest'
import { type ByoErrorCode, RequestError } from '../src/errors.ts'
import { createLedger } from '../src/ledger.ts'

const model = { kind: 'model', name: 'm', arn: 'arn:m' } as const

function refused(
  statusCode: number | undefined,
  { attempts = 1, code = 'request-refused' as ByoErrorCode } = {},
): RequestError {
  const facts = {
    operation: 'CreateModel',
    awsError: 'E',
    awsMessage: '',
    requestId: '',
    attempts,
  }
  return new RequestError(code, 'no', { ...facts, statusCode }, undefined)
}

describe('a ledger', () => {
  it('knows a resource while it is being made', async () => {
    const ledger = createLedger()

    await ledger.make(model, async () => expect(ledger.resources).toEqual([model]))
    expect(ledger.resources).toEqual([model])
  })

  it('forgets what AWS refused to make', async () => {
    const ledger = createLedger()

    await expect(ledger.make(model, () => Promise.reject(refused(400)))).rejects.toThrow('no')
    expect(ledger.resources).toEqual([])
  })

  it.each([500, undefined])(
    'keeps what may have been made when the answer was %s',
    async (status) => {
      const ledger = createLedger()

      await expect(ledger.make(model, () => Promise.reject(refused(status)))).rejects.toThrow('no')
      expect(ledger.resources).toEqual([model])
    },
  )

  it('keeps what an earlier attempt of a refused request may have made [G099]', async () => {
    const ledger = createLedger()
    const throttled = refused(400, { attempts: 3 })

    await expect(ledger.make(model, () => Promise.reject(throttled))).rejects.toThrow('no')
    expect(ledger.resources).toEqual([model])
  })

  it("forgets what turned out to be another's after several attempts", async () => {
    const ledger = createLedger()
    const taken = refused(400, { attempts: 2, code: 'name-taken' })

    await expect(ledger.make(model, () => Promise.reject(taken))).rejects.toThrow('no')
    expect(ledger.resources).toEqual([])
  })

  it('keeps what it knew when AWS refuses to make it again', async () => {
    const ledger = createLedger([model])

    await expect(ledger.make(model, () => Promise.reject(refused(400)))).rejects.toThrow('no')
    expect(ledger.resources).toEqual([model])
  })

  it('starts with what another one had', () => {
    expect(createLedger([model]).resources).toEqual([model])
  })
})
