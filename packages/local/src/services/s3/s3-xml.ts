import { formatXml, type XmlValue } from '../../protocols/xml.ts'

/** A document of S3. */
export function s3Xml(root: string, content: XmlValue): string {
  return formatXml(root, 'http://s3.amazonaws.com/doc/2006-03-01/', content)
}
