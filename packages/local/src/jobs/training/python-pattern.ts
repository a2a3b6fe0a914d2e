/**
 * A regular expression in Python's syntax, in which AWS takes those of metrics, as one of JavaScript's: named groups
 * `(?P<name>…)`, flags at its start, `\A` and `\Z`, comments, and brackets that begin with a bracket.
 *
 * @throws SyntaxError when it is no expression, or one of a kind that JavaScript does not have.
 */
export function compilePythonPattern(pattern: string, flags = ''): RegExp {
  const { source, inlineFlags } = splitFlags(pattern)
  const plain = inlineFlags.includes('x') ? withoutLayout(source) : source
  const known = [...new Set(flags + inlineFlags)].filter((flag) => 'gims'.includes(flag)).join('')
  return new RegExp(plain.replace(tokens, translate), known)
}

/** Takes off the flags that stand first: `(?i)`. */
function splitFlags(pattern: string): { readonly source: string; readonly inlineFlags: string } {
  const match = /^\(\?([aiLmsux]+)\)/.exec(pattern)
  const [whole = '', inlineFlags = ''] = match ?? []
  return { source: pattern.slice(whole.length), inlineFlags }
}

/** What is one thing in an expression and may differ between the two languages; the rest passes as it is. */
const tokens = /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\(\?#[^)]*\)|\(\?P[<=]\w+[>)]|\{,\d+\}/g

function translate(token: string): string {
  if (token === '\\A') return '(?<![\\s\\S])'
  if (token === '\\Z') return '(?![\\s\\S])'
  if (token.startsWith('(?#')) return ''
  if (token.startsWith('(?P<')) return `(?<${token.slice(4)}`
  if (token.startsWith('(?P=')) return `\\k<${token.slice(4, -1)}>`
  if (token.startsWith('{,')) return `{0${token.slice(1)}`
  return token.replace(/^(\[\^?)\]/, '$1\\]')
}

/** Leaves out the blanks and comments of an expression that is written over several lines. */
function withoutLayout(source: string): string {
  const parts = /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\s+|#[^\n]*/g
  return source.replace(parts, (part) => (/^[\s#]/.test(part) ? '' : part))
}
