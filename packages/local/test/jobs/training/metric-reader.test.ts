import { describe, expect, it } from 'vitest'
import { createMetricReader } from '../../../src/jobs/training/metric-reader.ts'
import type { MetricValue, TrainingJob } from '../../../src/jobs/training/training-job.ts'

/** The metrics that a job has after the given lines. */
function read(
  patterns: Readonly<Record<string, string>>,
  lines: readonly string[],
): Readonly<Record<string, number>> {
  const MetricDefinitions = Object.entries(patterns).map(([Name, Regex]) => ({ Name, Regex }))
  const metrics: readonly MetricValue[] = []
  const job = { metrics, request: { AlgorithmSpecification: { MetricDefinitions } } }
  const reader = createMetricReader(job as unknown as TrainingJob)
  for (const [time, line] of lines.entries()) reader.read(line, time)
  reader.flush()
  return Object.fromEntries(job.metrics.map(({ name, value }) => [name, value]))
}

describe('the metrics of a log', () => {
  it('are the last match of each, also of several in one line', () => {
    expect(read({ a: 'a=(\\S+)', b: 'b=(\\S+)' }, ['a=1 a=2', 'b=7', 'a=3 a=4', 'c=5'])).toEqual({
      a: 4,
      b: 7,
    })
  })

  it('are numbers as Python reads them, and nothing else', () => {
    const value = (text: string) => read({ m: 'm=(.*);' }, [`m=${text};`]).m
    expect(value(' -1.5e-3 ')).toBe(-0.0015)
    expect(value('+.5')).toBe(0.5)
    expect(value('3.')).toBe(3)
    for (const text of ['', ' ', '0x10', '1,5', 'nan', 'inf', '1 2', 'true']) {
      expect(value(text), text).toBeUndefined()
    }
  })

  it('are what the first group that takes part has found; without a group there are none', () => {
    expect(read({ m: 'a=(\\d+)|b=(\\d+)', none: 'a=\\d+' }, ['b=2'])).toEqual({ m: 2 })
  })

  it('are found by others when one expression backtracks for ever', () => {
    const hostile = `${'a'.repeat(50)}!`
    const lines = Array.from({ length: 2000 }, (_, i) => `${hostile} m=${i};`)
    expect(read({ evil: '^(a+)+$', good: 'm=(\\d+);' }, lines)).toEqual({ good: 1999 })
  })

  it('are found after a line that takes an expression too long', () => {
    const endless = 'loss: '.repeat(40_000)
    const m = '(?:loss: )*(?:loss: )*(?:loss: )*value ([0-9]+)'
    expect(read({ m }, ['value 1', endless, 'value 2'])).toEqual({ m: 2 })
  })
})
