import { removeListed } from '../cleanup/remove-listed.ts'
import type { CleanUpReport, Resource } from '../resource.ts'
import type { Session } from '../session/session.ts'
import type { Run, RunTools } from '../train-and-deploy/perform-run.ts'
import { createTransformJobHandle } from '../transform/transform-job.ts'
import type { CompletedTransform } from '../transform/transform-outcome.ts'
import { createRecords, type TransformRecords } from '../transform/transform-records.ts'
import type { TransformEnd } from './steps.ts'

/**
 * The outputs of a transform job, to be read in the order of inputs, and how they came about. Leaving an `await using`
 * block does what `delete()` does.
 *
 * @public
 */
export interface TransformResults extends TransformRecords, AsyncDisposable {
  /** The `s3://` prefix that the outputs lie under. */
  readonly outputUri: string
  /** The transform job. */
  readonly job: CompletedTransform
  /** The session that all was made with: the one given, or its own. */
  readonly session: Session
  /** All that was made for it and is still there; give it to `cleanUp` in another process. */
  readonly resources: readonly Resource[]
  /**
   * Deletes the data that were sent and the outputs, unless these have an `outputPath` of their own. Image and archive
   * stay for the next run.
   *
   * @throws `clean-up-incomplete`
   */
  delete(options?: { readonly signal?: AbortSignal }): Promise<CleanUpReport>
  /**
   * Deletes everything that was made for it, also the image, with the repository if that was made for it and holds no
   * other, and the model's archive. The job's record, log groups and the bucket stay.
   *
   * @throws `clean-up-incomplete`
   */
  cleanUp(options?: { readonly signal?: AbortSignal }): Promise<CleanUpReport>
}

/** The handle of what a run has led to. */
export function createResults(
  { session, ledger, name }: Run,
  { remove, closeOwnSession }: RunTools,
  { completed, keep }: TransformEnd & { readonly keep: boolean },
): TransformResults {
  const removeWhere = (
    wanted: (resource: Resource) => boolean,
    signal: AbortSignal | undefined,
  ): Promise<CleanUpReport> =>
    removeListed([ledger], ledger.resources.filter(wanted), (resources) =>
      remove(resources, signal),
    )
  const isData = ({ kind, name: uri }: Resource) =>
    kind === 's3-objects' && uri.endsWith(`/byo/${name}/`)
  const job = createTransformJobHandle(session, completed.name, completed.arn)
  const results: TransformResults = {
    outputUri: completed.outputUri,
    job: completed,
    session,
    resources: ledger.resources,
    ...createRecords(session, async (signal) => completed.objects ?? job.outputs({ signal })),
    delete: ({ signal } = {}) => removeWhere(isData, signal),
    cleanUp: ({ signal } = {}) => removeWhere(() => true, signal),
    async [Symbol.asyncDispose]() {
      try {
        if (!keep) await results.delete()
      } finally {
        closeOwnSession()
      }
    },
  }
  return results
}
