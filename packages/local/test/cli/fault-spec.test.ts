import { describe, expect, it } from 'vitest'
import { parseFault } from '../../src/cli/fault-spec.ts'

describe('a fault on the command line', () => {
  it.each([
    [
      'CreateTrainingJob:throttle:times=2',
      { operation: 'CreateTrainingJob', error: 'throttle', times: 2 },
    ],
    ['PutObject:lose-response', { operation: 'PutObject', loseResponse: true }],
    [
      'PutObject:drop-request:delay=5',
      { operation: 'PutObject', dropRequest: true, delayMilliseconds: 5 },
    ],
    [
      'InvokeEndpoint:delay=500:times=Infinity:probability=0.25',
      { operation: 'InvokeEndpoint', delayMilliseconds: 500, times: Infinity, probability: 0.25 },
    ],
    [
      'CreateEndpoint:error=ValidationException',
      { operation: 'CreateEndpoint', error: { code: 'ValidationException' } },
    ],
    [
      'X:error=A:status=503:message=not: now = never',
      { operation: 'X', error: { code: 'A', statusCode: 503, message: 'not: now = never' } },
    ],
    ['GET /v2/*:fail', { operation: 'GET /v2/*', error: 'fail' }],
    ['training/iris-*:capacity', { job: 'training', name: 'iris-*', capacity: true }],
    [
      'training:fail=AlgorithmError: some reason, exit code: 1',
      { job: 'training', failureReason: 'AlgorithmError: some reason, exit code: 1' },
    ],
    ['training/x:interrupt=1000', { job: 'training', name: 'x', interruptAfterMilliseconds: 1000 }],
    ['transform/x:capacity', { job: 'transform', name: 'x', capacity: true }],
    ['endpoint:delay=2000', { job: 'endpoint', delayMilliseconds: 2000 }],
  ])('is read: %s', (spec, fault) => {
    expect(parseFault(spec)).toEqual(fault)
  })

  it.each([
    ['', 'say what happens: throttle, quota'],
    ['PutObject', 'say what happens: throttle, quota'],
    ['endpoint', 'say what happens: fail=REASON, capacity'],
    [':throttle', "fault.operation is ''"],
    ['PutObject:', '"" is none of throttle'],
    ['PutObject:trottle', '"trottle" is none of throttle'],
    ['PutObject:throttle=2', '"throttle=2" is none of throttle'],
    ['PutObject:times=2', 'give one of error, loseResponse'],
    ['PutObject:throttle:fail', '"fail" does not go with what stands before it'],
    ['PutObject:throttle:status=500', '"status=500" does not go with what stands before it'],
    ['PutObject:delay=1:delay=2', '"delay=2" does not go with what stands before it'],
    ['PutObject:status=503', 'fault.error is { statusCode: 503 }'],
    ['PutObject:throttle:drop-request', 'no more than one of error, dropRequest'],
    ['PutObject:throttle:times=many', "fault.times is 'many'"],
    ['PutObject:delay=-1', "fault.delayMilliseconds is '-1'"],
    ['PutObject:delay=', "fault.delayMilliseconds is ''"],
    ['training:throttle', '"throttle" is none of fail=REASON'],
    ['training:fail', '"fail" is none of fail=REASON'],
    ['training/:capacity', "fault.name is ''"],
    ['endpoint:interrupt=1', 'training jobs only'],
  ])('is refused with what is wrong with it: %j', (spec, message) => {
    expect(() => parseFault(spec)).toThrow(message)
  })
})
