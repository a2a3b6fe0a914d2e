import { RequestError } from './errors.ts'
import type { Resource } from './resource.ts'

/**
 * Keeps account of what was made, for `cleanUp`. Steps that get one enter each resource before they
 * ask for it, so that one whose answer is lost is known too.
 *
 * @public
 */
export interface Ledger {
  /** In the order in which they were asked for. */
  readonly resources: readonly Resource[]
  /** Enters a resource; one of the same kind and name that is there already is not entered twice. */
  add(resource: Resource): void
  /** Strikes out the resource of this kind and name, if it is there. */
  remove(resource: Resource): void
  /** Enters the resource and makes it; strikes it out when AWS refuses to. */
  make<T>(resource: Resource, create: () => Promise<T>): Promise<T>
}

/**
 * A ledger, empty or with what another one had.
 *
 * @public
 * @example
 * ```ts
 * import { cleanUp, createLedger, createSession, publishImage } from '@byo/core'
 *
 * const session = await createSession()
 * const ledger = createLedger()
 * await publishImage(session, { program: 'dist/container.mjs', repository: 'iris-mars', ledger })
 * await cleanUp(session, ledger.resources)
 * ```
 */
export function createLedger(resources: readonly Resource[] = []): Ledger {
  const entries = [...resources]
  const indexOf = (resource: Resource) =>
    entries.findIndex(({ kind, name }) => kind === resource.kind && name === resource.name)
  const ledger: Ledger = {
    resources: entries,
    add: (resource) => {
      if (indexOf(resource) < 0) entries.push(resource)
    },
    remove: (resource) => {
      const index = indexOf(resource)
      if (index >= 0) entries.splice(index, 1)
    },
    async make(resource, create) {
      const isKnown = indexOf(resource) >= 0
      ledger.add(resource)
      try {
        return await create()
      } catch (error) {
        if (!isKnown && wasRefused(error)) ledger.remove(resource)
        throw error
      }
    },
  }
  return ledger
}

/**
 * True when AWS answered that it made nothing. Without an answer nobody knows, nor of a request that was
 * sent again: an earlier attempt may have made it. Only that the name is another's says it all the same.
 */
function wasRefused(error: unknown): boolean {
  if (!(error instanceof RequestError) || error.statusCode === undefined) return false
  const isRefusal = error.statusCode >= 400 && error.statusCode < 500
  return isRefusal && (error.attempts === 1 || error.code === 'name-taken')
}
