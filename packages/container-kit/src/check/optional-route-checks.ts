import type { Bench } from './bench.ts'
import { fail, type Outcome, pass, skip } from './check.ts'
import type { Answer } from './http.ts'
import type { Served } from './server.ts'

/** Checks the routes that a container may have and need not. */
export async function checkOptionalRoutes(bench: Bench, served: Served): Promise<void> {
  const check = (ids: string[], title: string, path: string, judge: (answer: Answer) => Outcome) =>
    bench.check({ part: 'serving', level: 'required', ids, title }, async () => {
      const answer = await served.ask({ path })
      if (answer.status === 200) return judge(answer)
      return answer.status < 500
        ? skip(`It has no ${path}, and need not have one.`)
        : fail(`It answered ${answer.status}: answer 404 if there is none.`)
    })
  await check(
    ['S64'],
    '/execution-parameters has what batch transform reads',
    '/execution-parameters',
    judgeParameters,
  )
  await check(['S80'], '/metrics is Prometheus text', '/metrics', judgeMetrics)
}

function judgeParameters({ body }: Answer): Outcome {
  const problem = problemOf(parsed(body))
  return problem === undefined ? pass('It has.') : fail(`${problem} It said ${body.slice(0, 120)}.`)
}

function problemOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'It is no JSON object.'
  const { MaxConcurrentTransforms, BatchStrategy, MaxPayloadInMB, ...others } = value as Record<
    string,
    unknown
  >
  if (!isCount(MaxConcurrentTransforms, 1))
    return 'MaxConcurrentTransforms has to be a whole number from 1.'
  if (BatchStrategy !== 'MULTI_RECORD' && BatchStrategy !== 'SINGLE_RECORD')
    return 'BatchStrategy has to be MULTI_RECORD or SINGLE_RECORD.'
  if (!isCount(MaxPayloadInMB, 0)) return 'MaxPayloadInMB has to be a whole number.'
  if (MaxConcurrentTransforms * MaxPayloadInMB > 100)
    return 'MaxConcurrentTransforms times MaxPayloadInMB has to be at most 100.'
  const [other] = Object.keys(others)
  return other === undefined ? undefined : `${other} is none of its members.`
}

function isCount(value: unknown, least: number): value is number {
  return Number.isInteger(value) && Number(value) >= least
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function judgeMetrics({ headers, body }: Answer): Outcome {
  const type = headers['content-type'] ?? ''
  if (!/^(text\/plain|application\/openmetrics-text)/.test(type))
    return fail(`Its Content-Type is ${type || 'missing'}: send text/plain; version=0.0.4.`)
  const bad = body
    .split('\n')
    .find((line) => line !== '' && !line.startsWith('#') && !samplePattern.test(line))
  if (bad !== undefined) return fail(`A line is no sample: ${bad.slice(0, 100)}.`)
  return body === '' || body.endsWith('\n') ? pass('It is.') : fail('The last line has no end.')
}

/** `name{label="value"} number [time]`. */
const samplePattern =
  /^[a-zA-Z_:][\w:]*(\{.*\})?\s+([-+]?(\d[\d.eE+-]*|\.\d+|Inf)|NaN)(\s+-?[\d.]+)?(\s+#.*)?$/
