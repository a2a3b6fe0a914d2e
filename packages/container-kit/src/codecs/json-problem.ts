/**
 * Says where a text that is not JSON stops being JSON, and what stands there: Node's own messages leave the place out
 * where a character is unexpected.
 */
export function jsonProblem(text: string): string {
  const at = endOfJson(text)
  const before = text.slice(0, at)
  const column = at - before.lastIndexOf('\n')
  const place = `at position ${at} (line ${before.split('\n').length}, column ${column})`
  const character = text.codePointAt(at)
  return character === undefined
    ? `it ends too early ${place}`
    : `unexpected ${JSON.stringify(String.fromCodePoint(character))} ${place}`
}

/** What may come next: `first` is a value, or a key, or the end of the list or object that was just opened. */
type Expected = 'value' | 'first' | 'key' | 'colon' | 'after'

/** How far a text is the beginning of a JSON value; however deep that is, nothing here calls itself. */
function endOfJson(text: string): number {
  // What closes each list and object that is open.
  const open: string[] = []
  let expected: Expected = 'value'
  let at = 0
  for (;;) {
    at = pastPattern(blanks, text, at)
    const found = text[at]
    const closer = open.at(-1)
    if (found !== undefined && found === closer && (expected === 'first' || expected === 'after')) {
      open.pop()
      expected = 'after'
      at += 1
    } else if (expected === 'after' || expected === 'colon') {
      if (found !== (expected === 'colon' ? ':' : ',') || closer === undefined) return at
      expected = expected === 'after' && closer === '}' ? 'key' : 'value'
      at += 1
    } else if (expected === 'key' || (expected === 'first' && closer === '}')) {
      if (found !== '"') return at
      at = endOfString(text, at)
      if (text[at] !== '"') return at
      expected = 'colon'
      at += 1
    } else if (found === '[' || found === '{') {
      open.push(found === '[' ? ']' : '}')
      expected = 'first'
      at += 1
    } else {
      const end: number = found === '"' ? endOfString(text, at) : pastPattern(scalar, text, at) - 1
      if (end < at || (found === '"' && text[end] !== '"')) return Math.max(at, end)
      expected = 'after'
      at = end + 1
    }
  }
}

/** Where the closing quote of a string stands, or what cannot stand in it. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"' && text[at]! >= ' ') {
    const next = text[at] === '\\' ? pastPattern(escaped, text, at) : at + 1
    if (next === at) break
    at = next
  }
  return at
}

/** The place behind what a pattern finds here; here, if it finds nothing. */
function pastPattern(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

const blanks = /[ \t\r\n]+/y
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const escaped = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y
