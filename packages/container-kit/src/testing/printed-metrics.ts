/** The values of each metric in the order in which they were printed, found in lines as `log.metric` prints them. */
export function printedMetrics(stdout: string): Readonly<Record<string, readonly number[]>> {
  const metrics = new Map<string, number[]>()
  for (const [, name, value] of stdout.matchAll(metricLines)) {
    const values = metrics.get(name!)
    if (values === undefined) metrics.set(name!, [Number(value)])
    else values.push(Number(value))
  }
  return Object.fromEntries(metrics)
}

/** A name, and a finite number with all its digits. */
const metricLines = /^([^=;\r\n]+)=(-?\d+(?:\.\d+)?(?:e[-+]\d+)?);$/gm
