import {
  type Place,
  parseCount,
  parseWords,
  placeOptions,
  placeUsage,
  readPlace,
} from '@byo/example-common'

/** What the command line asks for. */
export interface CommandLine {
  readonly rows: number
  readonly files: number
  readonly instances: number
  readonly output: string
  /** Whether to say what would be made, and make nothing. */
  readonly dryRun: boolean
  readonly place: Place
}

export const usage: string = `Usage: npm run example:batch -- [options]

Predicts 100,000 irises, which lie in several files, by a batch transform job on several instances, and holds
each prediction against the row that it came from: on the SageMaker embedded here, or with --aws on the real one.

  --rows N               rows to predict (100000)
  --files N              files that they lie in (8)
  --instances N          instances that share the files (2)
  --output FOLDER        where rows and predictions go (examples/batch/output)
  --dry-run              print the requests that would make something, and make nothing
${placeUsage}
  --help                 print this
`

/** Reads the words after the command; undefined when they ask for help. */
export function parseCommandLine(words: readonly string[], home: string): CommandLine | undefined {
  const values = parseWords(words, {
    rows: { type: 'string' },
    files: { type: 'string' },
    instances: { type: 'string' },
    output: { type: 'string' },
    'dry-run': { type: 'boolean' },
    ...placeOptions,
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help) return undefined
  return {
    rows: parseCount('rows', values.rows ?? '100000'),
    files: parseCount('files', values.files ?? '8'),
    instances: parseCount('instances', values.instances ?? '2'),
    output: values.output ?? `${home}/output`,
    dryRun: values['dry-run'] ?? false,
    place: readPlace(values),
  }
}
