import type { ImageParts } from '../image/image-parts.ts'
import type { SourceFile } from '../s3/channel-source.ts'

/** A last look at what is sent: a dry run takes the bytes out. */
export interface Contents {
  image(image: ImageParts): ImageParts
  file(file: SourceFile, channel: string): SourceFile
}

/** All as it is. */
export const ownContents: Contents = { image: (image) => image, file: (file) => file }
