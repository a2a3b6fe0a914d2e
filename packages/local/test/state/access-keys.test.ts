import { expect, it } from 'vitest'
import { AccessKeys } from '../../src/state/access-keys.ts'
import { TestClock } from '../support/test-clock.ts'

const caller = { arn: 'arn:aws:sts::210987654321:assumed-role/r/s', userId: 'AROA:s' }

it('knows the key "local", every account’s number, and no other', () => {
  const keys = new AccessKeys(new TestClock())

  expect(keys.find('local')).toEqual({ secretAccessKey: 'local', accountId: undefined })
  expect(keys.find('210987654321')?.accountId).toBe('210987654321')
  for (const id of [undefined, '', 'AKIAIOSFODNN7EXAMPLE', '1', 'constructor']) {
    expect(keys.find(id)).toBeUndefined()
  }
})

it('knows what it has issued until a day after its end', () => {
  const clock = new TestClock()
  const keys = new AccessKeys(clock)
  const key = keys.issue('210987654321', caller, 900)
  expect(key.accessKeyId).toMatch(/^ASIA[0-9A-F]{16}$/)
  expect(key.secretAccessKey).toHaveLength(40)
  expect(keys.find(key.accessKeyId)).toBe(key)

  clock.elapse(901_000)
  keys.issue('210987654321', caller, 900)
  expect(keys.find(key.accessKeyId)).toBe(key)

  clock.elapse(86_400_000)
  keys.issue('210987654321', caller, 900)
  expect(keys.find(key.accessKeyId)).toBeUndefined()
})
