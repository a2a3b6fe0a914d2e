import { HttpError } from '../../errors.ts'
import { describeError } from '../../lifecycle/describe-error.ts'

/** What a caller is told whose prediction ended its thread, or was in one that ended. */
export function threadEnded(reason: unknown): HttpError {
  const error = new HttpError(
    500,
    `The thread of this prediction ended. ${describeError(reason)}`,
    { cause: reason },
  )
  // The stack that helps is where the thread failed, not where that was noticed.
  if (reason instanceof Error) error.stack = reason.stack ?? ''
  return error
}

/** What a caller is told whose request went down with a thread that had not looked at it. */
export function threadEndedBefore(): HttpError {
  return new HttpError(503, 'The thread ended before it read the request: try again.', {
    headers: { 'retry-after': '1' },
  })
}

/** What a caller is told when no thread is left and none can be started. */
export function noThreadsLeft(): HttpError {
  return new HttpError(503, 'The threads of the model end as soon as they start: see the log.')
}

/** What a caller is told whose prediction was under way at the end. */
export function poolClosed(): HttpError {
  return new HttpError(503, 'The model was let go of before the prediction was made.')
}
