/** What data processing can read, by media type. */
export type DataFormat = 'csv' | 'json' | 'jsonlines'

const formats: Readonly<Record<string, DataFormat>> = {
  'text/csv': 'csv',
  'application/json': 'json',
  'application/jsonlines': 'jsonlines',
}

/** The media types that data processing can read, for messages. */
export const processedTypes: string = Object.keys(formats).join(', ')

/** The format of a media type, whatever its parameters; undefined for all that cannot be processed. */
export function formatOfType(mediaType: string | undefined): DataFormat | undefined {
  const essence = mediaType?.split(';')[0]?.trim().toLowerCase() ?? ''
  return Object.hasOwn(formats, essence) ? formats[essence] : undefined
}
