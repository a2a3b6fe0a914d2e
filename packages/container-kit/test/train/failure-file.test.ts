import { expect, it } from 'vitest'
import { ContainerError } from '../../src/errors.ts'
import { failureReason } from '../../src/train/failure-file.ts'

it('has the message first, then causes, then the stack of the first cause', () => {
  const error = new Error('Training broke.', { cause: new TypeError('x is undefined') })

  expect(failureReason(error)).toMatch(
    /^Training broke\.\nCaused by: TypeError: x is undefined\n\s+at /,
  )
})

it('has no stack for an error that states a fact', () => {
  expect(failureReason(new ContainerError('csv', 'It is empty.'))).toBe('It is empty.')
})

it('says what to do about a full disk and a missing permission, with the path', () => {
  const full = Object.assign(new Error('ENOSPC: no space left'), {
    code: 'ENOSPC',
    path: '/opt/ml/model/m',
  })
  const denied = Object.assign(new Error('EACCES: denied'), {
    code: 'EACCES',
    path: '/opt/ml/output',
  })

  expect(failureReason(full)).toBe(
    'The disk is full: nothing more can be written to /opt/ml/model/m. Ask for a larger volume or write less.',
  )
  expect(failureReason(denied)).toMatch(
    /^Permission denied: \/opt\/ml\/output cannot be used by this user\./,
  )
})

it('describes values that are no errors, and errors that cause each other', () => {
  const a = new Error('a')
  a.cause = new Error('b', { cause: a })

  expect(failureReason({ reason: 7 })).toBe('a value that is no Error was thrown: {"reason":7}')
  expect(failureReason(a)).toMatch(/^a\nCaused by: b\n/)
})
