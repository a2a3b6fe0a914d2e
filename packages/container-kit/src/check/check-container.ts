import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BaseFolder, makeBaseFolder } from './base-folder.ts'
import { type Bench, createBench } from './bench.ts'
import type { CheckResult } from './check.ts'
import type { CheckOptions } from './check-options.ts'
import { checkAllConditions } from './condition-checks.ts'
import { checkImage, type ImageFacts, inspectImage } from './image-checks.ts'
import { imageSubject } from './image-subject.ts'
import { programSubject } from './program-subject.ts'
import { type ResolvedCheckOptions, resolveCheckOptions } from './resolve-options.ts'
import { checkServing, skipServing } from './serving-checks.ts'
import type { Subject } from './subject.ts'
import { checkFailures, checkTraining, checkUnknownWord } from './training-checks.ts'
import { checkTrainingStop } from './training-stop-checks.ts'
import { documentedPlan, train, trained } from './trial.ts'

/**
 * What a check of a container found.
 *
 * @public
 */
export interface CheckReport {
  /** The program or image, as it was given. */
  readonly subject: string
  /** Whether no required check has failed. */
  readonly passed: boolean
  /** Every check in the order in which they were made. */
  readonly checks: readonly CheckResult[]
}

/**
 * Starts a program or image, of any language, as SageMaker does, and checks from outside that it keeps the
 * contract: by its exit codes, its files, its signals and its answers over HTTP. Whatever is started or made is
 * removed again.
 *
 * @param options - What to check, and the data to do it with.
 * @returns the outcome of each check; a container that breaks the contract is no error.
 * @throws ContainerError with code `usage` for options that cannot be used; the signal's reason if it was aborted.
 * @example
 * ```ts
 * import { checkContainer } from '@byo/container-kit/check'
 *
 * const report = await checkContainer({
 *   command: ['node', 'dist/container.mjs'],
 *   channels: { train: 'data/iris.csv' },
 *   hyperparameters: { target: 'Sepal.Length' },
 *   payload: 'data/payload.csv',
 * })
 * const broken = report.checks.filter(({ outcome }) => outcome === 'fail')
 * ```
 * @public
 */
export async function checkContainer(options: CheckOptions): Promise<CheckReport> {
  const resolved = resolveCheckOptions(options)
  const { signal = new AbortController().signal, onProgress = () => {} } = options
  const { subject, image } = await findSubject(resolved)
  const base = await makeBaseFolder(resolved.baseDir)
  const bench = createBench({ subject, options: resolved, base, signal }, onProgress)
  const kept = await mkdtemp(join(tmpdir(), 'byo-check-model-'))
  try {
    await base.clear()
    if (image !== undefined) await checkImage(bench, image)
    const model = await obtainModel(bench, kept)
    if (resolved.serves) {
      if (model === undefined)
        await skipServing(bench, 'There is no model to serve: training has failed.')
      else await checkServing(bench, model)
    }
  } finally {
    await bench.close()
    await rm(kept, { recursive: true, force: true })
    await removed(base)
  }
  const failed = bench.results.some(
    ({ level, outcome }) => level === 'required' && outcome === 'fail',
  )
  return { subject: subject.name, passed: !failed, checks: bench.results }
}

async function findSubject({
  target,
}: ResolvedCheckOptions): Promise<{ subject: Subject; image: ImageFacts | undefined }> {
  const { env } = process
  if (target.kind === 'program')
    return { subject: programSubject(target.command, env), image: undefined }
  const image = await inspectImage(target.image, target.docker, env)
  return { subject: imageSubject(target.image, target.docker, env), image }
}

/** The folder with the model: the user's, or a copy of what training leaves; undefined if it does not train. */
async function obtainModel(bench: Bench, folder: string): Promise<string | undefined> {
  const { model, trains } = bench.options
  if (model !== undefined) return model
  const plan = documentedPlan(bench)
  const trial = trains ? await checkTraining(bench, plan) : await train(bench, plan)
  if (trained(trial)) await cp(bench.base.paths.modelDir, folder, { recursive: true })
  if (trains) {
    if (trained(trial)) {
      await checkAllConditions(bench, plan)
      await checkTrainingStop(bench, plan, trial)
    }
    await checkUnknownWord(bench, plan)
    await checkFailures(bench, plan, trial)
  }
  return trained(trial) ? folder : undefined
}

/** Files that a container wrote as another user may have to stay. */
async function removed(base: BaseFolder): Promise<void> {
  await base.remove().catch(() => {})
}
