import { ContainerError } from '../errors.ts'

/** Puts the records of an augmented manifest together again, as many a line as it has attributes. */
export async function* manifestLines<Attribute extends string>(
  records: AsyncIterable<Uint8Array>,
  attributes: readonly Attribute[],
  channel: string,
): AsyncGenerator<Readonly<Record<Attribute, Uint8Array>>, void, undefined> {
  if (attributes.length === 0 || new Set(attributes).size < attributes.length) {
    throw new ContainerError(
      'usage',
      `The lines of channel ${JSON.stringify(channel)} need the names of their attributes, each once; given are ${JSON.stringify(attributes)}.`,
    )
  }
  let line: [string, Uint8Array][] = []
  for await (const record of records) {
    line.push([attributes[line.length]!, record])
    if (line.length < attributes.length) continue
    yield Object.fromEntries(line) as Record<Attribute, Uint8Array>
    line = []
  }
  if (line.length === 0) return
  throw new ContainerError(
    'record-io',
    `Channel ${JSON.stringify(channel)} ends in the midst of a line: it has ${line.length} of the attributes ${attributes.join(', ')}. Are these AttributeNames of the job?`,
  )
}
