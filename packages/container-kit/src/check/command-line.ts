import { parseArgs } from 'node:util'
import { ContainerError } from '../errors.ts'
import type { CheckOptions } from './check-options.ts'

/** What the command was asked to do. */
export type CheckOrder =
  | { readonly what: 'help' | 'version' }
  | {
      readonly what: 'check'
      readonly options: CheckOptions
      readonly json: boolean
      readonly verbose: boolean
    }

/**
 * Reads the command's arguments. What follows `--` is the program.
 *
 * @throws ContainerError with code `usage` that says in a sentence what is wrong.
 */
export function parseCommandLine(args: readonly string[]): CheckOrder {
  const end = args.indexOf('--')
  const own = end === -1 ? args : args.slice(0, end)
  const command = end === -1 ? [] : args.slice(end + 1)
  const { values, positionals } = parse(own)
  if (values.help || args.length === 0) return { what: 'help' }
  if (values.version) return { what: 'version' }
  requireCheck(positionals)
  const { only } = values
  if (only !== undefined && only !== 'train' && only !== 'serve')
    throw usageError(`--only is ${JSON.stringify(only)}: it takes train or serve.`)
  return {
    what: 'check',
    json: values.json,
    verbose: values.verbose,
    options: withoutUndefined({
      command,
      image: values.image,
      docker: values.docker,
      channels: pairs('channel', values.channel),
      hyperparameters: pairs('hyperparameter', values.hyperparameter),
      environment: pairs('env', values.env),
      payload: values.payload,
      contentType: values['content-type'],
      accept: values.accept,
      model: values.model,
      only,
      baseDir: values['base-dir'],
      timeout: number('timeout', values.timeout),
      port: number('port', values.port),
    }),
  }
}

const options = {
  image: { type: 'string' },
  docker: { type: 'string' },
  channel: { type: 'string', multiple: true, default: [] as string[] },
  hyperparameter: { type: 'string', multiple: true, default: [] as string[] },
  env: { type: 'string', multiple: true, default: [] as string[] },
  payload: { type: 'string' },
  'content-type': { type: 'string' },
  accept: { type: 'string' },
  model: { type: 'string' },
  only: { type: 'string' },
  'base-dir': { type: 'string' },
  timeout: { type: 'string' },
  port: { type: 'string' },
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'v', default: false },
} as const

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true })
  } catch (cause) {
    // Node's message goes on to explain how to pass arguments that begin with a dash.
    const message = cause instanceof Error ? cause.message.split(/\. |\n/, 1)[0] : String(cause)
    throw usageError(`${message?.replace(/\.$/, '')}.`, cause)
  }
}

function requireCheck([command, next]: readonly string[]): void {
  if (command === undefined) throw usageError('The word check is missing.')
  if (command !== 'check')
    throw usageError(`There is no command ${JSON.stringify(command)}: it is check.`)
  if (next !== undefined)
    throw usageError(
      `${JSON.stringify(next)} is no option: put -- before the program, as in "byo-container check -- ${next}".`,
    )
}

/** `NAME=VALUE` texts as an object. */
function pairs(option: string, texts: readonly string[]): Readonly<Record<string, string>> {
  const result: Record<string, string> = {}
  for (const text of texts) {
    const split = text.indexOf('=')
    const name = text.slice(0, split)
    if (split < 1) throw usageError(`--${option} is ${JSON.stringify(text)}: it takes NAME=VALUE.`)
    if (Object.hasOwn(result, name)) throw usageError(`--${option} ${name} is given twice.`)
    result[name] = text.slice(split + 1)
  }
  return result
}

function number(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text)
  throw usageError(`--${option} is ${JSON.stringify(text)}: it takes a number.`)
}

type Defined<Values> = { [Name in keyof Values]?: Exclude<Values[Name], undefined> }

function withoutUndefined<Values extends object>(values: Values): Defined<Values> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Defined<Values>
}

function usageError(message: string, cause?: unknown): ContainerError {
  return new ContainerError('usage', `${message} "byo-container check --help" shows how.`, {
    cause,
  })
}
