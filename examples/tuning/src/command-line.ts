import {
  type Place,
  parseCount,
  parseWords,
  placeOptions,
  placeUsage,
  readPlace,
  UsageError,
} from '@byo/example-common'

/** What the command line asks for. */
export interface CommandLine {
  /** Trials of each data set. */
  readonly jobs: number
  readonly parallel: number
  readonly strategy: Strategy
  /** Rows of the larger data set. */
  readonly rows: number
  readonly output: string
  /** Whether to say what would be made, and make nothing. */
  readonly dryRun: boolean
  readonly place: Place
}

const strategies = ['Bayesian', 'Random'] as const
type Strategy = (typeof strategies)[number]

export const usage: string = `Usage: npm run example:tuning -- [options]

Searches for the hyperparameters of MARS (degree, nk, penalty) that predict unknown rows best, of 150 irises
and of a larger data set, each by a SageMaker tuning job of many training jobs: on the SageMaker embedded
here, or with --aws on the real one. Leaves a picture and a table of the trials.

  --jobs N               trials of each data set (16)
  --parallel N           trials at a time (4)
  --strategy NAME        Bayesian or Random (Bayesian)
  --rows N               rows of the larger data set (2000)
  --output FOLDER        where results go (examples/tuning/output)
  --dry-run              print the requests that would make something, and make nothing
${placeUsage}
  --help                 print this
`

/** Reads the words after the command; undefined when they ask for help. */
export function parseCommandLine(words: readonly string[], home: string): CommandLine | undefined {
  const values = parseWords(words, {
    jobs: { type: 'string' },
    parallel: { type: 'string' },
    strategy: { type: 'string' },
    rows: { type: 'string' },
    output: { type: 'string' },
    'dry-run': { type: 'boolean' },
    ...placeOptions,
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help) return undefined
  return {
    jobs: parseCount('jobs', values.jobs ?? '16'),
    parallel: parseCount('parallel', values.parallel ?? '4'),
    strategy: parseStrategy(values.strategy ?? 'Bayesian'),
    rows: parseCount('rows', values.rows ?? '2000'),
    output: values.output ?? `${home}/output`,
    dryRun: values['dry-run'] ?? false,
    place: readPlace(values),
  }
}

function parseStrategy(text: string): Strategy {
  const found = strategies.find((name) => name === text)
  if (found) return found
  throw new UsageError(`--strategy is ${JSON.stringify(text)}; give ${strategies.join(' or ')}.`)
}
