/** An element with its attributes; numbers are rounded to hundredths of a pixel, undefined is left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  ...content: readonly string[]
): string {
  const pairs = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined
      ? []
      : [` ${key}="${typeof value === 'number' ? round(value) : escapeXml(value)}"`],
  )
  const inside = content.join('')
  return inside === ''
    ? `<${name}${pairs.join('')}/>`
    : `<${name}${pairs.join('')}>${inside}</${name}>`
}

/** A text at a place. */
export function text(
  x: number,
  y: number,
  words: string,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
): string {
  return element('text', { x, y, ...attributes }, escapeXml(words))
}

/** Characters that mean something in XML, and those that it can't have at all. */
export function escapeXml(words: string): string {
  return (
    words
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no way to write them
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '�')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  )
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
