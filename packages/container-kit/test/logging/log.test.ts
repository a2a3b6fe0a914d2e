import { describe, expect, it } from 'vitest'
import { createLog, type LogLevel } from '../../src/logging/log.ts'
import { parseLogLevel } from '../../src/logging/log-level.ts'

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

  it('writes metrics at every level, each on a full line that a metric definition finds [T51]', () => {
    const { log, lines } = recorded('silent')

    log.error('hidden')
    for (const value of [0.5, 1e-7, Number.NaN, Number.POSITIVE_INFINITY])
      log.metric('val:loss', value)

    expect(lines).toEqual({
      stdout: 'val:loss=0.5;\nval:loss=1e-7;\nval:loss=NaN;\nval:loss=Infinity;\n',
      stderr: '',
    })
    expect([...lines.stdout.matchAll(/val:loss=(.*?);/g)].map((match) => Number(match[1]))).toEqual(
      [0.5, 1e-7, Number.NaN, Number.POSITIVE_INFINITY],
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
