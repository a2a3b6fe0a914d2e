import { createHash } from 'node:crypto'

/** `sha256:` and the hexadecimal hash, as registries name content. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
