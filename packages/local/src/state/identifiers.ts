import { randomUUID } from 'node:crypto'

/** A new identifier that no other shares: the only place where this package draws random numbers. */
export function newIdentifier(): string {
  return randomUUID()
}
