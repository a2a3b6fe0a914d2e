import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { environmentVariables } from '../contract/environment.ts'
import type { Metric } from '../logging/log.ts'
import { describeError } from './describe-error.ts'
import type { Host } from './host.ts'

/**
 * Keeps metrics as JSON lines, in a file of this process in the folder that the platform names; undefined where it names
 * none. A folder that cannot be written is worth one warning, not the job.
 */
export function metricsFile(
  host: Host,
  warn: (message: string) => void,
): ((metric: Metric) => void) | undefined {
  const folder = host.env[environmentVariables.metricsDirectory]
  if (!folder) return undefined
  const path = join(folder, `${host.processId}.json`)
  let broken = false
  return ({ name, value, time, iteration }) => {
    if (broken) return
    const line = {
      MetricName: name,
      Value: value,
      Timestamp: time.getTime() / 1000,
      IterationNumber: iteration,
    }
    try {
      mkdirSync(folder, { recursive: true })
      appendFileSync(path, `${JSON.stringify(line)}\n`)
    } catch (error) {
      broken = true
      warn(`metrics cannot be kept in ${path}: ${describeError(error)}`)
    }
  }
}
