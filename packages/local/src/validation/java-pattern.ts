const compiled = new Map<string, RegExp>()

/** Whether the whole text matches a regular expression in Java's syntax, in which AWS writes its patterns. */
export function matchesJavaPattern(pattern: string, text: string): boolean {
  let expression = compiled.get(pattern)
  if (expression === undefined) {
    expression = compileJavaPattern(pattern)
    compiled.set(pattern, expression)
  }
  return expression.test(text)
}

/** The same expression in JavaScript's syntax, anchored at both ends as Java's `matches` is. */
export function compileJavaPattern(pattern: string): RegExp {
  const translated = pattern
    .replaceAll('\\A', '^')
    .replaceAll('\\z', '$')
    .replaceAll(/\[(?:\\.|[^\]])*\]/g, (inBrackets) => withRanges(inBrackets, ''))
  return new RegExp(`^(?:${withRanges(translated, '[]')})$`, 'u')
}

/** Java's names of characters as ranges, between brackets where they stand in none. */
function withRanges(pattern: string, brackets: '' | '[]'): string {
  const [open = '', close = ''] = brackets
  return pattern
    .replaceAll('\\p{Print}', `${open}\\x20-\\x7e${close}`)
    .replaceAll('\\p{Alnum}', `${open}a-zA-Z0-9${close}`)
}
