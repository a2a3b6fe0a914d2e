import { limits } from '../contract/limits.ts'
import { headers, routes } from '../contract/routes.ts'
import type { Bench } from './bench.ts'
import { type Claim, fail, type Outcome, pass, skip } from './check.ts'
import type { Answer } from './http.ts'
import { NoAnswerInTime } from './http.ts'
import { type Invoker, isStructuredText, type Variant } from './invoker.ts'
import type { Served } from './server.ts'

/** Checks the good request and all that has to come to the same. */
export async function checkInvocations(
  bench: Bench,
  served: Served,
  invoker: Invoker | undefined,
): Promise<void> {
  let good: Answer | undefined
  await bench.check(
    claim('required', ['S16'], 'POST /invocations answers the payload with 200'),
    async () => {
      if (invoker === undefined) return skip(noPayload)
      const answer = await served.ask(invoker.request())
      if (answer.status !== 200)
        return fail(`${describe(answer)} Is the payload what the model wants?`)
      good = answer
      return pass(`It answered ${answer.body.length} characters.`)
    },
  )
  await bench.check(claim('required', ['S16'], 'the answer has a Content-Type'), () => {
    if (good === undefined) return skip('There is no good answer to look at.')
    const type = good.headers['content-type']
    return type
      ? pass(`It is ${type}.`)
      : fail('It has none: callers, and the next container of a pipeline, depend on it.')
  })

  /** Sends a variant and expects what the good request got. */
  const same = (
    level: Claim['level'],
    ids: string[],
    title: string,
    variants: readonly Variant[],
    remedy: string,
  ) =>
    bench.check(claim(level, ids, title), async () => {
      if (invoker === undefined || good === undefined)
        return skip(invoker ? 'The good request has failed.' : noPayload)
      for (const variant of variants) {
        const answer = await served.ask(invoker.request(variant))
        if (answer.status !== good.status) return fail(`${describe(answer)} ${remedy}`)
      }
      return pass('The answer is as good.')
    })
  await same(
    'required',
    ['S17'],
    'a chunked body without a Content-Length is read',
    [{ chunked: true }],
    'The platform may send any body chunked: read it to its end.',
  )
  await same(
    'required',
    ['S20'],
    'headers of the platform and unknown ones do no harm',
    [{ headers: platformHeaders }],
    'Pass over the headers that you do not know.',
  )
  await bench.check(
    claim('recommended', ['S25'], 'custom attributes of a request are not sent back'),
    async () => {
      if (invoker === undefined) return skip(noPayload)
      const answer = await served.ask(invoker.request({ headers: platformHeaders }))
      return answer.headers[headers.customAttributes] === platformHeaders[headers.customAttributes]
        ? fail(
            'They came back as they were sent. Answer with attributes only where they say something.',
          )
        : pass('They are not.')
    },
  )
  const type = invoker?.contentType ?? ''
  if (/^text\/csv$|^application\/json$/i.test(type)) {
    const variants = [`${type}; charset=utf-8`, type.toUpperCase()].map((text) => ({
      headers: { 'content-type': text },
    }))
    await same(
      'recommended',
      ['S21'],
      'a Content-Type may have a charset, and be in capitals',
      variants,
      'Compare the media type alone, in lower case.',
    )
  }
  await bench.check(
    claim(
      'recommended',
      ['S23'],
      'an Accept that cannot be met is answered with 406, or passed over',
    ),
    async () => {
      if (invoker === undefined || good === undefined)
        return skip(invoker ? 'The good request has failed.' : noPayload)
      const { status } = await served.ask(
        invoker.request({ headers: { accept: 'application/x-nobody-has-this' } }),
      )
      return status === 406 || status === 200
        ? pass(`It answered ${status}.`)
        : fail(`It answered ${status}: answer 406, or what you have.`)
    },
  )
}

/** Sends as much as the platform would pass on, in a form that costs little to read. Whoever takes long is busy afterwards. */
export async function checkLargeBody(
  bench: Bench,
  served: Served,
  invoker: Invoker | undefined,
): Promise<void> {
  let status: number | undefined
  const whole = claim(
    'required',
    ['S18'],
    'a body of 25 MB is answered, and the connection not cut',
  )
  await bench.check(whole, async () => {
    const body = Buffer.alloc(limits.payloadBytes, paddingFor(invoker?.contentType))
    body.set(invoker?.body.subarray(0, body.length) ?? [])
    const type = invoker?.contentType ?? 'application/octet-stream'
    try {
      const request = {
        method: 'POST',
        path: routes.invocations,
        body,
        headers: { 'content-type': type },
      }
      status = (await served.ask(invoker?.request({ body }) ?? request)).status
    } catch (error) {
      // The padding is nothing that anyone sends; that it takes long to read says little.
      if (error instanceof NoAnswerInTime) return skip(error.message)
      throw new Error(`${(error as Error).message} Read the body before you refuse it.`, {
        cause: error,
      })
    }
    return pass(`It answered ${status}.`)
  })
  await bench.check(
    claim('recommended', ['S18'], 'a body of 25 MB is not too large'),
    (): Outcome => {
      if (status === undefined) return skip('It was not answered.')
      return status === 413
        ? fail('It answered 413: the platform takes up to 25 MB.')
        : pass('It is not.')
    },
  )
}

/** Line ends after CSV and spaces after JSON change nothing. */
function paddingFor(contentType = ''): string {
  if (!isStructuredText(contentType)) return '\0'
  return /^application\/json$/i.test(contentType) ? ' ' : '\n'
}

function claim(level: Claim['level'], ids: readonly string[], title: string): Claim {
  return { part: 'serving', level, ids, title }
}

/** An answer that is not the one wanted. */
function describe({ status, body }: Answer): string {
  const text = body.trim().replace(/\s+/g, ' ').slice(0, 160)
  return `It answered ${status}${text === '' ? '' : ` (${text})`}.`
}

const noPayload = 'It needs a good request: give --payload FILE.'

const platformHeaders = {
  [headers.customAttributes]: 'trace=byo-container-check',
  [headers.inferenceId]: 'check-1',
  [headers.targetVariant]: 'AllTraffic',
  'x-amzn-sagemaker-enable-explanations': '`false`',
  'X-Added-One-Day': 'yes',
} as const
