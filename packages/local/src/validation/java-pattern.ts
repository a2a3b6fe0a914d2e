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
    .replaceAll('\\p{Print}', '\\x20-\\x7e')
    .replaceAll('\\p{Alnum}', 'a-zA-Z0-9')
  return new RegExp(`^(?:${translated})$`, 'u')
}
