import { describe, expect, it } from 'vitest'
import {
  isAccessDenied,
  isAlreadyThere,
  isInProgress,
  isNotFound,
  isNotRunning,
  isTransient,
} from '../../src/requests/error-kinds.ts'

const error = (name: string, message = '', httpStatusCode = 400) => ({
  name,
  message,
  $metadata: { httpStatusCode },
})
const invalid = (message: string) => error('ValidationException', message)

describe('isNotFound', () => {
  it.each([
    invalid('Requested resource not found.'),
    invalid('Could not find model "arn:aws:sagemaker:eu-west-1:1:model/m".'),
    invalid('Could not find endpoint "arn:aws:sagemaker:eu-west-1:1:endpoint/e".'),
    invalid(
      'Could not find endpoint configuration "arn:aws:sagemaker:eu-west-1:1:endpoint-config/c".',
    ),
    invalid('Could not find requested job with name: j'),
    invalid('ModelPackage p does not exist.'),
    error('ResourceNotFound', 'no'),
    error('ResourceNotFoundException', 'The specified log group does not exist.'),
    error('RepositoryNotFoundException'),
    error('NotFound', '', 404),
    error('NoSuchBucket', '', 404),
  ])('knows $name: $message', (spelling) => {
    expect(isNotFound(spelling)).toBe(true)
  })

  it.each([
    invalid(
      "1 validation error detected: Value 'a_b' at 'endpointName' failed to satisfy constraint",
    ),
    invalid('Could not find model data at s3://b/model.tar.gz.'),
    invalid('Cannot update in-progress endpoint "arn".'),
    error('AccessDeniedException'),
  ])('is not fooled by $name: $message', (other) => {
    expect(isNotFound(other)).toBe(false)
  })

  it('sees through the errors of this package', () => {
    expect(isNotFound(new Error('x', { cause: error('ResourceNotFound') }))).toBe(true)
  })
})

it('knows the spellings of a name that is taken', () => {
  expect(isAlreadyThere(error('ResourceInUse', 'Training job names must be unique'))).toBe(true)
  expect(isAlreadyThere(invalid('Cannot create already existing model "arn".'))).toBe(true)
  expect(isAlreadyThere(invalid('Could not find model "arn".'))).toBe(false)
})

it('knows an endpoint in the making and a job that has ended', () => {
  expect(isInProgress(invalid('Cannot update in-progress endpoint "arn".'))).toBe(true)
  expect(
    isNotRunning(
      invalid('The request was rejected because the training job is in status Stopped.'),
    ),
  ).toBe(true)
})

it('tells what passes from what does not', () => {
  expect(isTransient(error('ThrottlingException', 'Rate exceeded'))).toBe(true)
  expect(isTransient(error('InternalFailure', '', 500))).toBe(true)
  expect(isTransient(Object.assign(new Error('read'), { code: 'ECONNRESET' }))).toBe(true)
  expect(isTransient(invalid('anything'))).toBe(false)
  expect(isTransient(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }))).toBe(false)
})

it('tells a missing permission from bad credentials', () => {
  expect(isAccessDenied(error('AccessDeniedException'))).toBe(true)
  expect(isAccessDenied(error('403', '', 403))).toBe(true)
  expect(isAccessDenied(error('ExpiredTokenException', '', 403))).toBe(false)
})
