import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser'

/** Text or elements; several elements of one name are an array, undefined is left out. */
export type XmlValue =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue }

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  processEntities: false,
  tagValueProcessor: (_name, value) => escapeXml(String(value)),
})

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
  processEntities: {
    enabled: true,
    maxTotalExpansions: Number.POSITIVE_INFINITY,
    maxExpandedLength: Number.POSITIVE_INFINITY,
  },
})

/** An XML document of one element. */
export function formatXml(root: string, namespace: string | undefined, content: XmlValue): string {
  const attributes = namespace === undefined ? {} : { '@xmlns': namespace }
  const body = builder.build({ [root]: { ...attributes, ...(content as object) } })
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}`
}

/** The content of the document's one element of that name, or undefined when the text is no such document. */
export function parseXml(text: string, root: string): XmlNode | undefined {
  // A document type is where entities are declared that expand without end; AWS takes none either.
  if (/<!DOCTYPE/i.test(text) || XMLValidator.validate(text) !== true) return undefined
  const content = parse(text)?.[root]
  return content === undefined ? undefined : new XmlNode(content)
}

/** The parser throws for names such as `__proto__`, and where elements are too deep within each other. */
function parse(text: string): Record<string, unknown> | undefined {
  try {
    return parser.parse(text) as Record<string, unknown>
  } catch {
    return undefined
  }
}

/** An element that was read: asks for what it holds by name and never for how often it came. */
export class XmlNode {
  readonly #content: unknown

  constructor(content: unknown) {
    this.#content = content
  }

  /** The elements of that name. */
  children(name: string): XmlNode[] {
    const content = this.#content
    if (typeof content !== 'object' || content === null) return []
    const found = (content as Record<string, unknown>)[name]
    if (found === undefined) return []
    return (Array.isArray(found) ? found : [found]).map((child) => new XmlNode(child))
  }

  /** The text of the first element of that name. */
  text(name: string): string | undefined {
    const [first] = this.children(name)
    return first !== undefined && typeof first.#content === 'string' ? first.#content : undefined
  }
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/** Control characters are written as references, since a reader would drop or change them otherwise. */
function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that need escaping
  return text.replace(/[&<>"\u0000-\u001f\u007f-\u009f]/g, (character) => {
    return escapes[character] ?? `&#x${character.charCodeAt(0).toString(16)};`
  })
}
