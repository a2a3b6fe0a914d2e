/** Events and bytes of a page, as CloudWatch has them. */
const mostEvents = 10_000
const mostBytes = 1024 ** 2

/** The first of the events, as many as a page holds; at least one. */
export function firstPage<Event extends { readonly message: string }>(
  events: readonly Event[],
  limit: number = mostEvents,
): readonly Event[] {
  return events.slice(0, countFitting(events, limit))
}

/** The last of the events, likewise. */
export function lastPage<Event extends { readonly message: string }>(
  events: readonly Event[],
  limit: number = mostEvents,
): readonly Event[] {
  const count = countFitting(events.slice(-limit).reverse(), limit)
  return events.slice(events.length - count)
}

function countFitting(events: readonly { readonly message: string }[], limit: number): number {
  let bytes = 0
  for (const [count, { message }] of events.entries()) {
    bytes += Buffer.byteLength(message)
    if (count === limit || (count > 0 && bytes > mostBytes)) return count
  }
  return events.length
}
