import { describe, expect, it } from 'vitest'
import { undoOnFailure } from '../../src/cleanup/undo-on-failure.ts'
import { ByoError } from '../../src/errors.ts'
import { createLedger } from '../../src/ledger.ts'
import type { Leftover } from '../../src/resource.ts'

const model = { kind: 'model', name: 'm', arn: 'arn:m' } as const

/** Fails with the error; the clean-up leaves what is given. */
function failing(error: unknown, leftovers: readonly Leftover[]): Promise<never> {
  return undoOnFailure(
    createLedger([model]),
    ({ resources }) => ({ removed: leftovers.length > 0 ? [] : [...resources], leftovers }),
    () => Promise.reject(error),
  )
}

describe('undoOnFailure', () => {
  it('removes nothing after a success', async () => {
    const remove = () => Promise.reject(new Error('removed'))

    await expect(undoOnFailure(createLedger([model]), remove, async () => 1)).resolves.toBe(1)
  })

  it('tells in the error what went [G054]', async () => {
    const error = new ByoError('timeout', 'Too late.')

    await expect(failing(error, [])).rejects.toBe(error)
    expect(error.cleanUp).toEqual({ removed: [model], leftovers: [] })
    expect(error.message).toBe('Too late.')
  })

  it('tells in the message what stayed [G055]', async () => {
    const error = new ByoError('timeout', 'Too late.')

    await expect(failing(error, [{ resource: model, reason: 'denied' }])).rejects.toBe(error)
    expect(error.message).toBe(
      'Too late. These could not be removed: arn:m (denied). Remove them by hand, or call cleanUp again with them.',
    )
  })

  it('leaves a foreign error as it is, unless something stayed that must be told [G055]', async () => {
    const error = new DOMException('stop', 'AbortError')

    await expect(failing(error, [])).rejects.toBe(error)
    await expect(failing(error, [{ resource: model, reason: 'denied' }])).rejects.toMatchObject({
      code: 'clean-up-incomplete',
      cause: error,
      leftovers: [{ resource: model }],
    })
  })
})
