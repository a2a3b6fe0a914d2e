import { describe, expect, it } from 'vitest'
import { serveOptions } from '../../../src/serve/options/serve-options.ts'

const gibibyte = 1024 ** 3

/** A host with so much to use. */
function hostWith(cpus: number, memoryBytes: number, workers?: string) {
  const env = { SAGEMAKER_MODEL_SERVER_WORKERS: workers }
  return { env, resources: () => ({ cpus, memoryBytes }) }
}

describe('workers', () => {
  it.each([
    [0.3, Number.POSITIVE_INFINITY, 1],
    [1.4, Number.POSITIVE_INFINITY, 1],
    [1.5, Number.POSITIVE_INFINITY, 2],
    [4, 64 * gibibyte, 4],
    [4, 2.9 * gibibyte, 2],
    [6, gibibyte, 1],
    [6, gibibyte / 2, 1],
  ])(
    'are for "auto" with %d processors and %d bytes %i threads [S74] [S82]',
    (cpus, bytes, workers) => {
      const options = serveOptions({ workers: 'auto' }, hostWith(cpus, bytes))

      expect([options.workers, options.concurrency]).toEqual([workers, workers])
    },
  )

  it('are as many as SAGEMAKER_MODEL_SERVER_WORKERS says, also none [S82]', () => {
    expect(serveOptions({ workers: 'auto' }, hostWith(4, 4 * gibibyte, '3')).workers).toBe(3)
    expect(serveOptions({}, hostWith(4, gibibyte, '2')).workers).toBe(2)
    expect(serveOptions({ workers: 4 }, hostWith(4, gibibyte, '0'))).toMatchObject({
      workers: 0,
      concurrency: Number.POSITIVE_INFINITY,
    })
    expect(() => serveOptions({}, hostWith(4, gibibyte, 'many'))).toThrow(
      'SAGEMAKER_MODEL_SERVER_WORKERS is "many": expected a number of threads, 0 for none.',
    )
  })

  it('are none if nobody asks, and no fraction', () => {
    expect(serveOptions({}, hostWith(4, gibibyte)).workers).toBe(0)
    expect(() => serveOptions({ workers: 1.5 }, hostWith(4, gibibyte))).toThrow('workers is 1.5')
    expect(() => serveOptions({ workers: -1 }, hostWith(4, gibibyte))).toThrow('workers is -1')
  })
})

describe('converse with workers', () => {
  const converse = async (): Promise<void> => {}

  it('is refused at the start, wherever the workers come from', () => {
    expect(() => serveOptions({ converse, workers: 2 }, hostWith(4, gibibyte))).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: expect.stringMatching(/^A program with converse cannot have workers, .* has 2:/),
      }),
    )
    expect(() => serveOptions({ converse }, hostWith(4, gibibyte, '3'))).toThrow('this one has 3')
  })

  it('is served where the environment says none', () => {
    const options = serveOptions({ converse, workers: 2 }, hostWith(4, gibibyte, '0'))

    expect(options).toMatchObject({ workers: 0, conversationPaths: [expect.any(String)] })
  })
})
