import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fault } from '../../src/faults/fault.ts'
import { FaultRegistry } from '../../src/faults/fault-registry.ts'

const names = fc.array(fc.constantFrom('PutObject', 'PutPart', 'Put', 'GetObject'), {
  maxLength: 40,
})

/** Which of the requests the registry's faults happen to. */
function takenOf(registry: FaultRegistry, requests: readonly string[]): boolean[] {
  return requests.map((name) => registry.takeForRequest(name) !== undefined)
}

describe('a fault', () => {
  it('happens to the first so many whose name it fits, and to no others', () => {
    const times = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(Number.POSITIVE_INFINITY))
    const patterns = fc.constantFrom('PutObject', 'Put*', 'Put', '*', 'G*', 'putobject', 'P*t')

    fc.assert(
      fc.property(patterns, times, names, (operation, times, requests) => {
        const registry = new FaultRegistry([{ operation, dropRequest: true, times }])
        const expected = /\*$/.test(operation)
          ? new RegExp(`^${operation.slice(0, -1).replace('*', '\\*')}`)
          : new RegExp(`^${operation.replace('*', '\\*')}$`)

        let left = times
        expect(takenOf(registry, requests)).toEqual(
          requests.map((name) => {
            const happens = expected.test(name) && left > 0
            if (happens) left -= 1
            return happens
          }),
        )
      }),
    )
  })

  it('happens once unless it says otherwise', () => {
    const registry = new FaultRegistry([{ operation: '*', dropRequest: true }])

    expect(takenOf(registry, ['A', 'A', 'B'])).toEqual([true, false, false])
  })

  it('with a probability happens as often as that, and the same for the same seed', () => {
    const draw = (probability: number, seed: number) => {
      const fault: Fault = { operation: '*', dropRequest: true, times: Infinity, probability }
      return takenOf(new FaultRegistry([fault], seed), Array(2000).fill('A')).map(Number)
    }

    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer(), (probability, seed) => {
        const drawn = draw(probability, seed)

        const share = drawn.reduce((sum, one) => sum + one, 0) / drawn.length
        // Six standard deviations at most.
        expect(Math.abs(share - probability)).toBeLessThan(0.068)
        expect(draw(probability, seed)).toEqual(drawn)
      }),
    )
    expect(draw(0.5, 1)).not.toEqual(draw(0.5, 2))
    expect([draw(0, 1).includes(1), draw(1, 1).includes(0)]).toEqual([false, false])
  })

  it('that was ordered first happens first, and one that chance passes over makes way', () => {
    const registry = new FaultRegistry([
      { operation: 'A', dropRequest: true, probability: 0, times: Infinity },
      { operation: 'A*', error: 'fail' },
      { operation: 'A', error: 'quota' },
    ])

    const taken = ['A', 'A', 'A'].map((name) => registry.takeForRequest(name))

    const errors = taken.map((fault) => fault?.error)
    expect(errors).toEqual(['fail', 'quota', undefined])
  })

  it('for jobs happens to the kind and name that it says, and never to requests', () => {
    const registry = new FaultRegistry([
      { job: 'training', name: 'iris-*', capacity: true },
      { job: 'endpoint', failureReason: 'no', times: 2 },
    ])

    expect(registry.takeForRequest('training')).toBeUndefined()
    expect(registry.takeForJob('training', 'other')).toBeUndefined()
    expect(registry.takeForJob('training', 'iris-1')).toMatchObject({ capacity: true })
    expect(registry.takeForJob('training', 'iris-2')).toBeUndefined()
    expect(registry.takeForJob('endpoint', 'any')).toMatchObject({ failureReason: 'no' })
  })

  it('counts how often it happened, and can be taken back', () => {
    const registry = new FaultRegistry()
    const one = registry.add({ operation: 'A', dropRequest: true, times: 5 })
    const other = registry.add({ operation: 'B', dropRequest: true, times: 5 })

    expect(takenOf(registry, ['A', 'A', 'B'])).toEqual([true, true, true])
    one.remove()
    expect(takenOf(registry, ['A', 'B'])).toEqual([false, true])
    registry.clear()
    expect(takenOf(registry, ['A', 'B'])).toEqual([false, false])
    expect([one.taken, other.taken]).toEqual([2, 2])
  })
})

describe('what is no fault', () => {
  const drop = { operation: 'A', dropRequest: true }
  it.each<[unknown, string, string]>([
    [undefined, 'fault is undefined', 'an operation or a job'],
    [[], 'fault is []', 'an operation or a job'],
    [{}, 'fault is {}', 'either an operation or a job'],
    [{ ...drop, job: 'training' }, "job: 'training'", 'either an operation or a job'],
    [{ operation: '', dropRequest: true }, "fault.operation is ''", 'not empty'],
    [{ operation: 'A' }, "{ operation: 'A' }", 'one of error, loseResponse, dropRequest, delay'],
    [{ operation: 'A', dropRequest: false }, 'false', 'one of error'],
    [{ ...drop, error: 'fail' }, "error: 'fail'", 'no more than one of error, dropRequest'],
    [{ ...drop, dropRequests: true }, 'fault.dropRequests is true', 'only times'],
    [{ ...drop, times: 0 }, 'fault.times is 0', 'Infinity'],
    [{ ...drop, times: Number.NaN }, 'fault.times is NaN', 'Infinity'],
    [{ ...drop, times: 1.5 }, 'fault.times is 1.5', 'Infinity'],
    [{ ...drop, probability: 2 }, 'fault.probability is 2', 'from 0 to 1'],
    [{ ...drop, probability: '1' }, "fault.probability is '1'", 'from 0 to 1'],
    [{ ...drop, delayMilliseconds: -1 }, 'fault.delayMilliseconds is -1', 'milliseconds'],
    [{ ...drop, delayMilliseconds: 2 ** 31 }, '2147483648', 'milliseconds'],
    [{ operation: 'A', error: 'slow' }, "fault.error is 'slow'", "'throttle'"],
    [{ operation: 'A', error: {} }, 'fault.error is {}', 'code'],
    [{ operation: 'A', error: { code: 'a\r\nb' } }, 'fault.error is', 'code'],
    [{ operation: 'A', error: { code: 'A', statusCode: 200 } }, '200', '400 to 599'],
    [
      { job: 'model', capacity: true },
      "fault.job is 'model'",
      "'training', 'transform' or 'endpoint'",
    ],
    [{ job: 'training' }, "job: 'training'", 'one of failureReason, capacity'],
    [{ job: 'training', capacity: true, failureReason: 'x' }, "'x'", 'no more than one of'],
    [{ job: 'endpoint', interruptAfterMilliseconds: 1 }, 'endpoint', 'training jobs only'],
    [{ job: 'transform', interruptAfterMilliseconds: 1 }, 'transform', 'training jobs only'],
    [{ job: 'training', capacity: 'yes' }, "fault.capacity is 'yes'", 'true or false'],
  ])('is refused with what was seen and what would do: %j', (value, seen, wanted) => {
    const refused = expect.objectContaining({
      code: 'invalid-option',
      message: expect.stringMatching(/^The option [^\n]+\.$/),
    })

    const add = () => new FaultRegistry().add(value as Fault)

    expect(add).toThrow(refused)
    expect(add).toThrow(seen)
    expect(add).toThrow(wanted)
  })

  it('is found by its place in a list, and so is a seed that is none', () => {
    const bad = [{ operation: 'A', error: 'fail' }, { operation: 'A' }] as Fault[]

    expect(() => new FaultRegistry(bad)).toThrow('The option faults[1] is')
    expect(() => new FaultRegistry([], 0.5)).toThrow('The option faultSeed is 0.5')
  })
})
