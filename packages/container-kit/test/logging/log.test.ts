import { describe, expect, it } from 'vitest'
import { createLog, type LogLevel } from '../../src/logging/log.ts'
import { parseLogLevel } from '../../src/logging/log-level.ts'
import { metricDefinitions } from '../../src/logging/metric-definitions.ts'

function recorded(level: LogLevel) {
  const lines = { stdout: '', stderr: '' }
  const log = createLog(level, {
    stdout: (text) => {
      lines.stdout += text
    },
    stderr: (text) => {
      lines.stderr += text
    },
    now: () => new Date(0),
  })
  return { log, lines }
}

describe('a log', () => {
  it('writes a time, a level, a message and facts; warnings and errors to stderr', () => {
    const { log, lines } = recorded('info')

    log.debug('hidden')
    log.info('read', { rows: 3, file: 'a b.csv', none: undefined })
    log.warn('odd')

    expect(lines.stdout).toBe('1970-01-01T00:00:00.000Z INFO read rows=3 file="a b.csv"\n')
    expect(lines.stderr).toBe('1970-01-01T00:00:00.000Z WARN odd\n')
  })

  it('writes metrics at every level, each on a full line that a metric definition finds [T51] [T55]', () => {
    const { log, lines } = recorded('silent')
    const values = [0.5, 1e-7, -3, 1e21, 123456.789, 5e-324, -1.7976931348623157e308]

    log.error('hidden')
    for (const value of values) log.metric('val:loss', value)

    expect(lines.stderr).toBe('')
    expect(lines.stdout).toMatch(
      /^val:loss=0\.5;\nval:loss=1e-7;\nval:loss=-3;\nval:loss=1e\+21;\n/,
    )
    const found = (regex: string) =>
      lines.stdout.split('\n').flatMap((line) => new RegExp(regex).exec(line)?.[1] ?? [])
    expect(found('val:loss=(.*?);').map(Number)).toEqual(values)
    const [definition] = metricDefinitions(['val:loss'])
    expect(found(definition!.Regex).map(Number)).toEqual(values)
  })

  it('warns of a metric that is not finite, and prints none [T51]', () => {
    const { log, lines } = recorded('info')

    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      log.metric('loss', value)

    expect(lines.stdout).toBe('')
    expect(lines.stderr.match(/WARN a metric is not a finite number name=loss value=\S+/g)).toEqual(
      ['NaN', 'Infinity', '-Infinity'].map(
        (value) => `WARN a metric is not a finite number name=loss value=${value}`,
      ),
    )
  })

  it.each(['', 'a=b', 'a;b', 'a\nb'])('refuses %j as the name of a metric', (name) => {
    expect(() => recorded('info').log.metric(name, 1)).toThrow("A metric's name")
  })
})

describe('SAGEMAKER_CONTAINER_LOG_LEVEL', () => {
  it.each([
    [undefined, 'info'],
    ['', 'info'],
    ['10', 'debug'],
    ['20', 'info'],
    ['30', 'warn'],
    ['50', 'error'],
    ['60', 'silent'],
    ['WARNING', 'warn'],
    ['debug', 'debug'],
    ['loud', undefined],
  ])('%j means %s', (value, level) => {
    expect(parseLogLevel(value)).toBe(level)
  })
})
