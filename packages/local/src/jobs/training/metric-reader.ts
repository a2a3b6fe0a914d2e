import { createContext, Script } from 'node:vm'
import type { Time } from '../resource.ts'
import { compilePythonPattern } from './python-pattern.ts'
import type { MetricValue, TrainingJob } from './training-job.ts'

/** Looks for a job's metrics in its log. */
export interface MetricReader {
  read(line: string, time: Time): void
  /** Looks at what has come so far at once. */
  flush(): void
}

interface Line {
  readonly text: string
  readonly time: Time
}

/** How long one expression may look at what came at once. */
const timeLimitMilliseconds = 100
/** How often it may take longer before it is given up. */
const mostTimeouts = 3

/**
 * Keeps the last match of each of a job's metrics. The expressions are the job's own and may backtrack for ever: they run
 * with a time limit, line after line; a line that takes too long is passed over, and an expression for which that happens
 * again and again is given up.
 */
export function createMetricReader(
  job: TrainingJob,
  onMetric: (metric: MetricValue) => void = () => {},
): MetricReader {
  const definitions = job.request.AlgorithmSpecification.MetricDefinitions ?? []
  const searches = definitions.map(({ Name, Regex }) => createSearch(Name, Regex))
  let lines: Line[] = []

  function flush(): void {
    const batch = lines
    lines = []
    for (const { name, find } of searches) {
      const found = find(batch).map((value) => ({ name, ...value }))
      const last = found.at(-1)
      if (last === undefined) continue
      job.metrics = [...job.metrics.filter((metric) => metric.name !== name), last]
      for (const metric of found) onMetric(metric)
    }
  }

  return {
    read(text, time) {
      if (searches.length === 0) return
      // What comes at once is looked at together: a time limit costs more than most lines.
      if (lines.length === 0) setImmediate(flush)
      lines.push({ text, time })
    },
    flush,
  }
}

interface Search {
  readonly name: string
  /** All its values in the order of the lines. */
  readonly find: (lines: readonly Line[]) => readonly Omit<MetricValue, 'name'>[]
}

/** What a search works on, and how far it is. */
interface SearchTask {
  readonly lines: readonly Line[]
  readonly expression: RegExp
  readonly number: RegExp
  at: number
  readonly found: Omit<MetricValue, 'name'>[]
}

/** Runs inside a context of its own, the only code that a time limit can end. Notes how far it has come. */
const search = new Script(`
  for (; task.at < task.lines.length; task.at += 1) {
    for (const match of task.lines[task.at].text.matchAll(task.expression)) {
      const text = match.slice(1).find((group) => group !== undefined)
      if (text !== undefined && task.number.test(text)) {
        task.found.push({ value: Number(text), time: task.lines[task.at].time })
      }
    }
  }
`)

/** What Python takes for a finite number. */
const number = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i

function createSearch(name: string, regex: string): Search {
  const expression = compilePythonPattern(regex, 'g')
  let timeouts = 0
  return {
    name,
    find(lines) {
      const task: SearchTask = { lines, expression, number, at: 0, found: [] }
      const context = createContext({ task })
      while (timeouts < mostTimeouts && task.at < lines.length) {
        try {
          search.runInContext(context, { timeout: timeLimitMilliseconds })
        } catch {
          timeouts += 1
          task.at += 1
        }
      }
      return task.found
    },
  }
}
