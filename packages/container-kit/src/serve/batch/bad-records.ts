// What becomes of a request of many lines of which some cannot be predicted from. It is cut in halves until each
// part goes well or is one line, so that one bad line among n costs about 2 log2 n predictions.
import { type LineRecords, lineSplitter } from '../../codecs/line-records.ts'
import { describeError } from '../../lifecycle/describe-error.ts'
import type { Log } from '../../logging/log.ts'
import { isPromise } from '../invocation/and-then.ts'
import type { Answer } from '../invocation/answer.ts'
import { statusOf } from '../invocation/answer-error.ts'
import type { Invocation } from '../invocation/invocation-request.ts'
import { joinAnswers, type Part } from './join-answers.ts'

/** One request of many lines, and how to answer it or any part of it. */
export interface LineRequest {
  readonly invocation: Invocation
  readonly body: Uint8Array
  /** Takes the body apart. */
  readonly split: (body: Uint8Array) => LineRecords
  readonly answer: (body: Uint8Array) => Answer | Promise<Answer>
  /** The type that the caller wants most. */
  readonly contentType: string
  /** What stands in CSV for a record that cannot be predicted from. */
  readonly placeholder: string
  readonly log: Log
}

/** Answers a request; if it is refused, its records in parts, with a placeholder for each that is refused alone. */
export function answerLines(request: LineRequest): Answer | Promise<Answer> {
  try {
    const answer = request.answer(request.body)
    return isPromise(answer) ? answer.catch((error) => salvage(request, error)) : answer
  } catch (error) {
    return salvage(request, error)
  }
}

/** Throws the refusal of the whole where its records cannot be answered line by line. */
async function salvage(request: LineRequest, refusal: unknown): Promise<Answer> {
  const { invocation, body, split, contentType, placeholder, log } = request
  const splitAnswer = lineSplitter(contentType, { header: false })
  if (!isForRecords(refusal) || splitAnswer === undefined) throw refusal
  const { head, records } = split(body)
  if (records.length === 0) throw refusal
  const parts = await answerHalves(request, { head, records }, refusal)
  const joined = joinAnswers(parts, { contentType, placeholder, split: splitAnswer })
  if (joined === undefined) throw refusal
  const bad = parts.filter(({ refused }) => refused !== undefined).length
  const first = describeError(refusal)
  log.warn('bad records', { bad, of: records.length, request: invocation.id, first })
  return { contentType, body: joined }
}

/** Answers records that were refused together: each half by itself, or the placeholder of the only one. */
async function answerHalves(
  request: LineRequest,
  { head, records }: LineRecords,
  refusal: unknown,
): Promise<readonly Part[]> {
  if (records.length === 1) return [{ count: 1, refused: describeError(refusal) }]
  const middle = Math.ceil(records.length / 2)
  const parts: Part[] = []
  for (const half of [records.slice(0, middle), records.slice(middle)]) {
    const { signal } = request.invocation
    if (signal.aborted) throw signal.reason
    try {
      const lines = half.flatMap((record) => [record, lineEnd])
      parts.push({
        count: half.length,
        answer: await request.answer(Buffer.concat([head, ...lines])),
      })
    } catch (error) {
      if (!isForRecords(error)) throw error
      parts.push(...(await answerHalves(request, { head, records: half }, error)))
    }
  }
  return parts
}

/** Whether a refusal is for what the records are, not for the request's headers, its size or its time. */
function isForRecords(error: unknown): boolean {
  const status = statusOf(error)
  return status >= 400 && status < 500 && !ofRequest.has(status)
}

const ofRequest: ReadonlySet<number> = new Set([406, 408, 413, 415, 429])
const lineEnd = Buffer.from('\n')
