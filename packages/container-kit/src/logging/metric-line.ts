import { ContainerError } from '../errors.ts'

/**
 * Returns the line that tells SageMaker a metric: `name=value;`. A finite value is written with a point and all its digits
 * wherever the program runs.
 */
export function metricLine(name: string, value: number): string {
  if (!/^[^=;\r\n]+$/.test(name)) {
    throw new ContainerError(
      'usage',
      `A metric's name has no "=", ";" or line end and is not empty: ${JSON.stringify(name)} is no such name.`,
    )
  }
  return `${name}=${value};\n`
}
