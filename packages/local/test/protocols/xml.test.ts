import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatXml, parseXml } from '../../src/protocols/xml.ts'

/** Any text that an S3 key may be made of: all characters but NUL, which XML cannot hold in any form. */
const keys = fc
  .string({ unit: 'grapheme', minLength: 1 })
  .filter((text) => !text.includes('\u0000') && text.isWellFormed())

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
