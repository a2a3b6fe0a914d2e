import { limits } from '../contract/limits.ts'
import { routes } from '../contract/routes.ts'
import type { Bench } from './bench.ts'
import { type Claim, fail, pass, skip } from './check.ts'
import type { Answer } from './http.ts'
import { type Invoker, isStructuredText } from './invoker.ts'
import type { Served } from './server.ts'

/** Checks how requests are refused that cannot be answered. */
export async function checkBadInvocations(
  bench: Bench,
  served: Served,
  invoker: Invoker | undefined,
): Promise<void> {
  const errors: Answer[] = []
  /** Keeps every error, to look at what it tells the caller. */
  const ask: Served['ask'] = async (what) => {
    const answer = await served.ask(what)
    if (answer.status >= 400) errors.push(answer)
    return answer
  }
  const contentType = invoker?.contentType ?? 'text/csv'
  const post = { method: 'POST', path: routes.invocations }

  await bench.check(claim('required', ['S19'], 'an empty body is answered'), async () => {
    const { status } = await ask({ ...post, headers: { 'content-type': contentType } })
    return pass(`It answered ${status}.`)
  })
  await bench.check(
    claim('recommended', ['S22'], 'an unknown Content-Type is refused with 415'),
    async () => {
      if (invoker === undefined) return skip('It needs a good request: give --payload FILE.')
      const { status } = await ask(
        invoker.request({ headers: { 'content-type': 'application/x-nobody-has-this' } }),
      )
      if (status === 415) return pass('It answered 415.')
      if (status === 200 && !isStructuredText(contentType))
        return skip('It answered 200: it takes any type.')
      return fail(
        status === 200
          ? 'It answered 200 all the same: what is sent as something else is read as what it is not. Look at the Content-Type.'
          : `It answered ${status}: only 415 tells the caller what is wrong.`,
      )
    },
  )
  await bench.check(
    claim('recommended', ['S22'], 'a missing Content-Type is no crash'),
    async () => {
      if (invoker === undefined) return skip('It needs a good request: give --payload FILE.')
      const { status } = await ask(invoker.request({ headers: { 'content-type': undefined } }))
      return status < 500
        ? pass(`It answered ${status}.`)
        : fail(`It answered ${status}: take a default, or answer 415.`)
    },
  )
  await bench.check(
    claim('recommended', ['S28'], 'a malformed body is refused with 4xx, not 5xx'),
    async () => {
      const body = /json/i.test(contentType) ? '{"instances": [1, ' : '"a,b\n1,"2,3\n\u0000'
      const { status } = await ask({ ...post, body, headers: { 'content-type': contentType } })
      if (status < 400) return skip(`It answered ${status}: it could make something of it.`)
      return status < 500
        ? pass(`It answered ${status}.`)
        : fail(
            `It answered ${status}, which says that the server is at fault and makes clients and batch jobs try again. Answer 400 with what is wrong.`,
          )
    },
  )
  await bench.check(
    claim('recommended', ['S35'], 'GET /invocations and unknown paths are refused with 4xx'),
    async () => {
      for (const path of [routes.invocations, '/there-is-no-such-path']) {
        const { status } = await ask({ path })
        if (status < 400 || status >= 500)
          return fail(
            `GET ${path} answered ${status}: answer ${path === routes.invocations ? 405 : 404}.`,
          )
      }
      return pass('They are.')
    },
  )
  await bench.check(
    claim('recommended', ['S26'], 'errors tell callers no stack, and stay short'),
    () => {
      if (errors.length === 0) return skip('There was no error to look at.')
      const stack = errors.find(({ body }) => hasStack(body))
      if (stack !== undefined)
        return fail(
          `An answer ${stack.status} has a stack in it: ${stackLine(stack.body)}. Log it, and tell the caller one sentence.`,
        )
      const long = errors.find(({ body }) => body.length > limits.originalMessageChars)
      return long === undefined
        ? pass(`${errors.length} errors were looked at.`)
        : fail(
            `An answer ${long.status} has ${long.body.length} characters; callers see the first ${limits.originalMessageChars}.`,
          )
    },
  )
}

function claim(level: Claim['level'], ids: readonly string[], title: string): Claim {
  return { part: 'serving', level, ids, title }
}

function hasStack(body: string): boolean {
  return stackPattern.test(body)
}

function stackLine(body: string): string {
  return stackPattern.exec(body)?.[0].trim().slice(0, 100) ?? ''
}

/** Frames as Python, JavaScript, Java and .NET, Go, and Ruby print them. */
const stackPattern =
  /Traceback \(most recent call last\)|File \\?"[^"]+\\?", line \d+|\bat (async )?[\w.$<>[\] ]* ?\(?[^\s()]+:\d+:\d+\)?|\bat [\w.$]+\([\w.]+\.(java|kt|scala):\d+\)|goroutine \d+ \[|\.rb:\d+:in /
