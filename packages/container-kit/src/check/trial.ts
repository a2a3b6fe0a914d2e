import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { environmentVariables } from '../contract/environment.ts'
import { commands } from '../contract/routes.ts'
import { contentsOf, fillChannel, firstChange, writeConfig } from './base-folder.ts'
import type { Bench } from './bench.ts'
import { describeEnding, type Ending, lastWords, type Run, type Setting } from './subject.ts'
import { now, within } from './time.ts'

/** What one training finds when it starts. Files that are undefined are not there; text is written as it is. */
export interface TrialPlan {
  readonly hyperparameters: unknown
  readonly inputDataConfig: unknown
  readonly resourceConfig: unknown
  /** A file or folder a channel. */
  readonly channels: Readonly<Record<string, string>>
  /** More files, by their paths below the base folder. */
  readonly files: Readonly<Record<string, unknown>>
  readonly setting: Omit<Setting, 'base'>
}

/** One training that is over, or took too long. */
export interface Trial {
  readonly run: Run
  /** Undefined if it had to be killed because the time was over. */
  readonly ending: Ending | undefined
  readonly milliseconds: number
  /** The text of `output/failure`, undefined if there is none. */
  readonly failure: string | undefined
  readonly hasSuccessFile: boolean
  /** Paths in the model folder. */
  readonly modelFiles: readonly string[]
  /** The first input file that is not what it was. */
  readonly changedInput: string | undefined
}

/** The plan of a job as AWS's documentation shows it. */
export function documentedPlan({ options }: Bench): TrialPlan {
  const { channels, hyperparameters } = options
  return {
    hyperparameters,
    inputDataConfig: Object.fromEntries(
      Object.keys(channels).map((name) => [
        name,
        {
          TrainingInputMode: 'File',
          S3DistributionType: 'FullyReplicated',
          RecordWrapperType: 'None',
        },
      ]),
    ),
    resourceConfig: {
      current_host: 'algo-1',
      hosts: ['algo-1'],
      network_interface_name: 'eth0',
    },
    channels,
    files: {},
    setting: {},
  }
}

/** Trains once, from an empty folder. */
export async function train(
  bench: Bench,
  plan: TrialPlan,
  milliseconds: number = bench.options.timeoutMs,
  words: readonly string[] = [commands.train],
): Promise<Trial> {
  await layOut(bench, plan)
  const before = await contentsOf(bench.base.inputDir)
  const start = now()
  const run = startTraining(bench, plan, words)
  try {
    const ending = await within(milliseconds, run.ended, bench.signal)
    return await describeTrial(bench, run, ending, now() - start, before)
  } finally {
    await run.kill()
  }
}

/** Makes the folders and files of a plan. */
export async function layOut({ base }: Bench, plan: TrialPlan): Promise<void> {
  await base.clear()
  const { paths } = base
  const files = {
    ...plan.files,
    'input/config/hyperparameters.json': plan.hyperparameters,
    'input/config/inputdataconfig.json': plan.inputDataConfig,
    'input/config/resourceconfig.json': plan.resourceConfig,
  }
  for (const [path, content] of Object.entries(files)) {
    if (content !== undefined) await writeConfig(join(paths.baseDir, path), content)
  }
  for (const [name, source] of Object.entries(plan.channels)) await fillChannel(base, name, source)
}

export function startTraining(bench: Bench, plan: TrialPlan, words: readonly string[]): Run {
  const { trainingJobName, trainingJobArn, region } = environmentVariables
  const env = {
    [trainingJobName]: 'byo-container-check',
    [trainingJobArn]: 'arn:aws:sagemaker:us-east-1:123456789012:training-job/byo-container-check',
    [region]: 'us-east-1',
    ...plan.setting.env,
  }
  return bench.start(words, { ...plan.setting, env })
}

async function describeTrial(
  { base }: Bench,
  run: Run,
  ending: Ending | undefined,
  milliseconds: number,
  before: ReadonlyMap<string, string>,
): Promise<Trial> {
  const { failureFile, successFile, modelDir } = base.paths
  return {
    run,
    ending,
    milliseconds,
    failure: await readFile(failureFile, 'utf8').catch(() => undefined),
    hasSuccessFile: existsSync(successFile),
    modelFiles: [...(await contentsOf(modelDir)).keys()],
    changedInput: firstChange(before, await contentsOf(base.inputDir)),
  }
}

/** Whether it ended with 0. */
export function trained({ ending }: Trial): boolean {
  return ending?.code === 0
}

/** How it ended, for a sentence. */
export function describeTrialEnd(trial: Trial): string {
  if (trial.ending === undefined) {
    return `It was still running after ${Math.round(trial.milliseconds / 1000)} s; --timeout gives it more. ${lastWords(trial.run)}`
  }
  const reason = trial.failure?.trim().split('\n', 1)[0]
  const why = reason ? `output/failure says: ${reason.slice(0, 200)}` : lastWords(trial.run)
  return `It ended with ${describeEnding(trial.ending)}. ${why}`
}
