import { performRun, type Run, type RunTools } from '../train-and-deploy/perform-run.ts'
import { TransformError } from '../transform/transform-error.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import { checkOptions, type TransformOptions } from './options.ts'
import { runSteps, type TransformEnd } from './steps.ts'
import { createResults, type TransformResults } from './transform-results.ts'

/**
 * Predicts for many records without an endpoint: takes a model and data to outputs, by way of image, archive, model
 * and a batch transform job, and removes the model again. After a failure or an abort all that was made is removed and
 * the job is stopped (its record and its log stay, to tell what happened); the error's `cleanUp` tells what went and
 * what didn't. Outputs of objects that did succeed stay with an `outputPath`, or with `keep`.
 *
 * @throws `transform-failed`, a `TransformError` that names the object, where SageMaker does, and lists the outputs;
 * `transform-stopped`, `program-not-found`, `data-not-found`, `image-not-found`, `image-refused`,
 * `model-data-not-found`, `not-found`, `role-missing`, `role-not-assumable`, `aborted` and whatever else the steps
 * throw
 * @public
 * @example
 * ```ts
 * import { consoleProgress, transform } from '@byo/core'
 *
 * await using results = await transform({
 *   program: 'dist/container.mjs',
 *   modelDir: 'models/iris',
 *   input: 'rows/*.csv',
 *   strategy: 'MultiRecord',
 *   onEvent: consoleProgress(),
 * })
 * for await (const row of results.rows()) console.log(row)
 * ```
 * @example
 * With the model of a training job, on data in S3:
 * ```ts
 * import { transform } from '@byo/core'
 *
 * const { outputUri } = await transform({
 *   trainingJob: 'iris-20261122-094504-k3x9a0bz',
 *   input: { uri: 's3://my-bucket/iris/in/', contentType: 'text/csv' },
 *   outputPath: 's3://my-bucket/iris/out',
 * })
 * console.log(outputUri)
 * ```
 */
export async function transform(options: TransformOptions): Promise<TransformResults> {
  await checkOptions(options)
  const keep = options.keep ?? false
  return performRun(options, async (run, tools) => {
    const end = await runSteps(run, options).catch((error: unknown) => {
      throw tellOfRemoval(error, keep || options.outputPath !== undefined)
    })
    if (!keep) await removeModel(run, tools, end, options.signal)
    return { result: createResults(run, tools, { ...end, keep }), billableSeconds: undefined }
  })
}

/** The outputs that the error lists go with the run's folder. */
function tellOfRemoval(error: unknown, stay: boolean): unknown {
  if (error instanceof TransformError && error.outputs.length > 0 && !stay) {
    error.message +=
      ' The outputs are removed with all else of the run: give an outputPath to keep them.'
  }
  return error
}

/** A model costs nothing: one that can't be removed now is no reason to lose what it was made for. */
async function removeModel(
  { ledger }: Run,
  { remove }: RunTools,
  { temporaryModel }: TransformEnd,
  signal: AbortSignal | undefined,
): Promise<void> {
  const made = ledger.resources.filter(
    ({ kind, name }) => kind === 'model' && name === temporaryModel?.name,
  )
  if (made.length === 0) return
  const { removed } = await remove(made, signal)
  for (const resource of removed) ledger.remove(resource)
  throwIfAborted(signal, 'the run')
}
