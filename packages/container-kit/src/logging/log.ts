import { metricLine } from './metric-line.ts'

/** How much is said, from most to least. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** Facts written after the message as `name=value`. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>

/**
 * The container's log: a line is a time in UTC, a level, a message and `name=value` facts. SageMaker keeps what a
 * container prints in CloudWatch Logs.
 *
 * @public
 */
export interface Log {
  /** Writes a line of level DEBUG to stdout. */
  debug(message: string, fields?: LogFields): void
  /** Writes a line of level INFO to stdout. */
  info(message: string, fields?: LogFields): void
  /** Writes a line of level WARN to stderr. */
  warn(message: string, fields?: LogFields): void
  /** Writes a line of level ERROR to stderr. */
  error(message: string, fields?: LogFields): void
  /**
   * Prints `name=value;` on a line of its own, whatever the level, for a metric definition such as
   * `{ Name: 'loss', Regex: 'loss=(.*?);' }` to find; `metricDefinitions` makes such. Where the platform sets
   * `SAGEMAKER_METRICS_DIRECTORY`, the value is kept there, too. A value that is not finite is worth a warning and nothing
   * else, because SageMaker could not read it.
   *
   * @param options - `iteration`: which iteration the value belongs to, for the file.
   */
  metric(name: string, value: number, options?: { readonly iteration?: number }): void
}

/** Where lines go and what time they carry. */
export interface LogOutput {
  /** Takes debug and info lines and metrics. */
  stdout(text: string): void
  /** Takes warnings and errors. */
  stderr(text: string): void
  now(): Date
}

/** A value of a metric at a time. */
export interface Metric {
  readonly name: string
  readonly value: number
  readonly time: Date
  readonly iteration: number | undefined
}

/** Returns a log that writes lines of a level and above, and gives metrics to `keep` as well. */
export function createLog(
  level: LogLevel,
  output: LogOutput,
  keep: (metric: Metric) => void = ignore,
): Log {
  const lowest = levels.indexOf(level)
  const at = (own: Exclude<LogLevel, 'silent'>): Log['info'] => {
    if (levels.indexOf(own) < lowest) return ignore
    const write = own === 'debug' || own === 'info' ? output.stdout : output.stderr
    return (message, fields) => write(line(output.now(), own, message, fields))
  }
  const warn = at('warn')
  return {
    debug: at('debug'),
    info: at('info'),
    warn,
    error: at('error'),
    metric(name, value, { iteration } = {}) {
      const text = metricLine(name, value)
      if (!Number.isFinite(value)) {
        warn('a metric is not a finite number', { name, value: `${value}` })
        return
      }
      output.stdout(text)
      keep({ name, value, time: output.now(), iteration })
    },
  }
}

/** Says whether debug lines are written, for those whose facts cost something. */
export function writesDebug({ debug }: Log): boolean {
  return debug !== ignore
}

function line(time: Date, level: string, message: string, fields: LogFields = {}): string {
  let text = `${time.toISOString()} ${level.toUpperCase()} ${message}`
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) text += ` ${name}=${fieldValue(value)}`
  }
  return `${text}\n`
}

/** Quotes text that a reader could take for more than one fact. */
function fieldValue(value: string | number | boolean): string {
  return typeof value === 'string' && !/^[\w./:@-]+$/.test(value)
    ? JSON.stringify(value)
    : `${value}`
}

function ignore(): void {}

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent']
