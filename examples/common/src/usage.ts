import { type ParseArgsConfig, parseArgs } from 'node:util'

/** A command line that asks for something impossible. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>

/** The values of the options among the words after the command. */
export function parseWords<const Known extends Options>(
  words: readonly string[],
  options: Known,
): ReturnType<typeof parseArgs<{ args: string[]; options: Known }>>['values'] {
  try {
    return parseArgs({ args: [...words], options }).values
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause))
  }
}

/** A count that an option gives. */
export function parseCount(option: string, text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text)
  throw new UsageError(`--${option} is ${JSON.stringify(text)}; give a whole number from 1.`)
}
