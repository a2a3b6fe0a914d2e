import type { CleanUpReport, Leftover, Resource, ResourceKind } from '../resource.ts'
import type { Session } from '../session/session.ts'
import { CleanUpError } from './clean-up-error.ts'
import type { RemoveOptions } from './remove-options.ts'
import { removeResource } from './remove-resource.ts'

/** Users before what they use, a search before jobs that it may start, a job before the objects that it may still write. */
const order: readonly ResourceKind[] = [
  'scalable-target',
  'endpoint',
  'endpoint-config',
  'transform-job',
  'model',
  'tuning-job',
  'training-job',
  's3-objects',
  'image',
  'image-repository',
]

/**
 * Removes the resources in the right order, whatever order they come in, and says what it removed; what
 * is gone already counts as removed. Goes on after a failure with all that doesn't depend on it. Log groups stay.
 *
 * @throws `clean-up-incomplete`, a `CleanUpError` that lists what stayed and why
 * @public
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises'
 * import { cleanUp, createSession, type Resource } from '@byo/core'
 *
 * const session = await createSession()
 * const resources: Resource[] = JSON.parse(await readFile('made.json', 'utf8'))
 * await cleanUp(session, resources)
 * ```
 */
export async function cleanUp(
  session: Session,
  resources: readonly Resource[],
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<CleanUpReport> {
  const report = await removeAll(session, resources, options)
  if (report.leftovers.length > 0) throw new CleanUpError(report)
  return report
}

/** The same, but tells of leftovers in its report instead of an error. @internal */
export async function removeAll(
  session: Session,
  resources: readonly Resource[],
  options: RemoveOptions,
): Promise<CleanUpReport> {
  const removed: Resource[] = []
  const leftovers: Leftover[] = []
  for (const kind of order) {
    for (const resource of resources.filter((entry) => entry.kind === kind)) {
      const user = leftovers.find((leftover) => isUsedBy(resource, leftover.resource))
      if (user) {
        leftovers.push({ resource, reason: `still used by ${user.resource.arn}` })
        continue
      }
      try {
        await removeResource(session, resource, options)
        removed.push(resource)
      } catch (error) {
        leftovers.push({ resource, reason: error instanceof Error ? error.message : String(error) })
      }
    }
  }
  return { removed, leftovers }
}

/** An endpoint that stays needs its config and model. */
function isUsedBy({ kind }: Resource, user: Resource): boolean {
  return user.kind === 'endpoint' && (kind === 'endpoint-config' || kind === 'model')
}
