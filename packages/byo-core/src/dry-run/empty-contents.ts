import type { ImageBlob } from '../image/image-parts.ts'
import type { SourceFile } from '../s3/channel-source.ts'
import type { Contents } from '../train-and-deploy/contents.ts'
import type { OmittedContent } from './planned-request.ts'

/** The contents of a dry run, and what takes them out of an input again. */
export interface EmptyContents {
  readonly contents: Contents
  omit(input: object): object
}

const zeros = new Uint8Array(64 * 1024)

/**
 * Contents of the right sizes that are all zeros, so that no file is read, no stream is used up and no
 * base image is fetched only to be counted.
 */
export function emptyContents(): EmptyContents {
  const streams: string[] = []
  return {
    contents: {
      image: (image) => ({
        ...image,
        layers: image.layers.map(emptyBlob),
        config: emptyBlob(image.config),
      }),
      file(file, channel) {
        if (file.size === undefined) streams.push(`/${channel}/${file.name}`)
        return emptyFile(file)
      },
    },
    omit(input) {
      const { Key } = input as { readonly Key?: string }
      const isStream = streams.some((end) => Key?.endsWith(end))
      const withoutBytes = Object.entries(input).flatMap(([member, value]) => {
        if (value === undefined) return []
        if (!(value instanceof Uint8Array)) return [[member, value]]
        const content: OmittedContent = { bytes: isStream ? undefined : value.byteLength }
        return [[member, content]]
      })
      return Object.fromEntries(withoutBytes)
    },
  }
}

function emptyBlob({ digest, size }: ImageBlob): ImageBlob {
  return { digest, size, open: () => zerosOf(size) }
}

function emptyFile(file: SourceFile): SourceFile {
  return { ...file, open: () => zerosOf(file.size ?? 0) }
}

async function* zerosOf(size: number): AsyncGenerator<Uint8Array> {
  for (let left = size; left > 0; left -= zeros.byteLength) yield zeros.subarray(0, left)
}
