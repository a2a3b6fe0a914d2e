import { metricDefinitions } from '@byo/container-kit'
import { parseCsv } from '@byo/container-kit/table'
import {
  consoleProgress,
  continuous,
  integer,
  planTune,
  type TunedModel,
  type TuneOptions,
  tune,
} from '@byo/core'
import {
  type OpenPlace,
  openOutputFolder,
  openPlace,
  type Steps,
  writePlan,
} from '@byo/example-common'
import type { CommandLine } from './command-line.ts'
import { type Dataset, friedman, iris } from './datasets.ts'
import { fitWithScore } from './fit-with-score.ts'
import { hyperparameters } from './hyperparameters.ts'
import { writeTrials } from './write-trials.ts'

/** What the flow needs from outside. */
export interface Surroundings {
  /** The bundled container program. */
  readonly program: string
  readonly steps: Steps
  /** Ends the flow; what was made by then is removed. */
  readonly signal: AbortSignal
}

const ranges = {
  degree: integer(1, 3),
  nk: integer(5, 41),
  penalty: continuous(0.5, 6, { scaling: 'Logarithmic' }),
}

/** One tuning job for each data set, one after another; what was made is removed, the pictures stay. */
export async function runTuning(commandLine: CommandLine, around: Surroundings): Promise<void> {
  const { steps } = around
  openOutputFolder(commandLine.output)
  await using place = await steps.run(
    'start',
    () => openPlace(commandLine.place),
    ({ description }) => description,
  )
  for (const dataset of [iris(), friedman(commandLine.rows)]) {
    steps.write(`\n${dataset.name}\n`)
    await search(dataset, place, commandLine, around)
  }
}

async function search(
  { name, target, csv }: Dataset,
  { session, machines }: OpenPlace,
  { jobs, parallel, strategy, output, dryRun }: CommandLine,
  { program, steps, signal }: Surroundings,
): Promise<void> {
  const options: TuneOptions<typeof ranges, typeof hyperparameters> = {
    session,
    name: `mars-${name}`,
    program,
    trainingData: { train: { name: `${name}.csv`, content: csv } },
    hyperparameterSchema: hyperparameters,
    hyperparameters: { target },
    ranges,
    objective: { metric: 'cv:rmse', goal: 'Minimize', pattern: patternOf('cv:rmse') },
    strategy,
    randomSeed: 1,
    maxJobs: jobs,
    maxParallelJobs: parallel,
    training: machines.training,
    onEvent: consoleProgress({ stream: steps, summary: false }),
    signal,
  }
  if (dryRun) return writePlan(await planTune(options), steps)
  const tuned = await tune(options)
  try {
    const usual = fitWithScore(parseCsv(csv), target, {}).rmse
    await steps.run(
      'report',
      () => writeTrials(tuned, { name, folder: output }),
      (files) => files.join(' and '),
    )
    steps.write(`${describeBest(tuned, usual)}\n`)
  } finally {
    await tuned.cleanUp()
  }
}

/** What finds a metric among the lines that the container prints. */
function patternOf(metric: string): string {
  const [definition] = metricDefinitions([metric])
  return definition?.Regex ?? ''
}

function describeBest({ best }: TunedModel<typeof ranges>, usual: number): string {
  const { degree, nk, penalty } = best.hyperparameters
  const chosen = `degree ${degree}, nk ${nk}, penalty ${penalty.toFixed(2)}`
  return `Best: ${chosen}: off by ${best.objective.toFixed(4)} on unknown rows, ${usual.toFixed(4)} with the defaults.`
}
