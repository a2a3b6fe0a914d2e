import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatXml, parseXml } from '../../src/protocols/xml.ts'

/** Any text that XML 1.0 can hold, which leaves out most control characters. */
const keys = fc
  .string({ unit: 'binary', minLength: 1 })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold
  .filter((text) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text))

describe('XML', () => {
  it('gives every text back as it was written', () => {
    fc.assert(
      fc.property(fc.array(keys, { minLength: 1, maxLength: 5 }), (texts) => {
        const xml = formatXml('Root', 'urn:x', { Item: texts.map((Key) => ({ Key })) })

        const items = parseXml(xml, 'Root')?.children('Item') ?? []
        expect(items.map((item) => item.text('Key'))).toEqual(texts)
      }),
    )
  })

  it('reads references by number, blanks and digits as the text they are', () => {
    const node = parseXml('<A><K>a&#13;&#x20ac; </K><K>007</K><K>true</K></A>', 'A')

    expect(node?.children('K').length).toBe(3)
    expect(node?.text('K')).toBe('a\r€ ')
  })

  it('reads thousands of entities', () => {
    const items = '<K>&amp;&lt;</K>'.repeat(5000)

    expect(parseXml(`<A>${items}</A>`, 'A')?.children('K').length).toBe(5000)
  })

  it.each(['', 'text', '<A>', '<A></B>', '<B/>', '<!DOCTYPE A [<!ENTITY x "y">]><A>&x;</A>'])(
    'reads nothing from %j',
    (text) => {
      expect(parseXml(text, 'A')).toBeUndefined()
    },
  )
})

it.each(['<a><__proto__>x</__proto__></a>', `${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`])(
  'takes what its parser fails over for no document: %.40s',
  (text) => {
    expect(parseXml(text, 'a')).toBeUndefined()
  },
)
