/** True for `application/json` and types built on it, with or without parameters. */
export function isJson(contentType: string): boolean {
  return /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType)
}

/** True for JSON Lines by each of its names. */
export function isJsonLines(contentType: string): boolean {
  return /^application\/(jsonlines|x-jsonlines|x-ndjson)\s*(;|$)/i.test(contentType)
}

/** True for `text/csv`, with or without parameters. */
export function isCsv(contentType: string): boolean {
  return /^text\/csv\s*(;|$)/i.test(contentType)
}
