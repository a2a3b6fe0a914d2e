import { setImmediate } from 'node:timers/promises'
import type { Session } from '../../src/session/session.ts'

/** When, of a request. */
export type Moment = 'is under way' | 'has been answered'

/** What a session has sent, and whether it was told to stop. */
export interface Watch {
  readonly signal: AbortSignal
  /** Each attempt counts. */
  readonly sent: readonly string[]
  /** How many of them came after the abort; undefined when it hasn't come. */
  readonly sentAfterAbort: readonly string[] | undefined
  /** How many of them have neither been answered nor failed. */
  underWay(): number
}

/** Watches what a session sends, and aborts at one of its requests, counted from 1. */
export async function abortAt(session: Session, request: number, moment: Moment): Promise<Watch> {
  const controller = new AbortController()
  const sent: string[] = []
  let sentAtAbort: number | undefined
  let underWay = 0
  const abort = () => {
    sentAtAbort = sent.length
    controller.abort()
  }
  const send = async <T>(operation: string, next: () => Promise<T>): Promise<T> => {
    const isTheOne = sent.push(operation) === request
    underWay += 1
    try {
      const answer = next()
      if (isTheOne && moment === 'is under way') {
        // Seen by whoever awaits the answer.
        answer.catch(() => undefined)
        await setImmediate()
        abort()
      }
      await answer
      if (isTheOne && moment === 'has been answered') abort()
      return await answer
    } finally {
      underWay -= 1
    }
  }
  const { sts, s3, ecr, sageMaker, cloudWatchLogs } = session.clients
  for (const client of await Promise.all([sts(), s3(), ecr(), sageMaker(), cloudWatchLogs()])) {
    // biome-ignore lint/suspicious/noExplicitAny: the stacks differ in types that don't matter here
    const stack = client.middlewareStack as any
    stack.add(
      // biome-ignore lint/suspicious/noExplicitAny: as above
      (next: any, context: any) => (args: any) =>
        send(`${context.commandName}`.replace(/Command$/, ''), () => next(args)),
      { step: 'deserialize', priority: 'low', name: 'watch' },
    )
  }
  return {
    signal: controller.signal,
    sent,
    get sentAfterAbort() {
      return sentAtAbort === undefined ? undefined : sent.slice(sentAtAbort)
    },
    underWay: () => underWay,
  }
}
