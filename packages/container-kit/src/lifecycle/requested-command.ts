import { environmentVariables } from '../contract/environment.ts'
import { commands } from '../contract/routes.ts'
import type { Host } from './host.ts'

/** What a program is started for, and the words that are left for it. */
export interface RequestedCommand {
  /** Undefined if nothing says so; anything if the first word does. */
  readonly command: string | undefined
  readonly args: readonly string[]
}

/**
 * Finds out what a program is started for: by the first word on the command line; or by the name it was started under, so that
 * `train` and `serve` on PATH may be links to it; or by BYO_COMMAND, for jobs whose arguments replace the word.
 */
export function requestedCommand({ args, programName, env }: Host): RequestedCommand {
  const [first] = args
  if (isCommand(first)) return { command: first, args: args.slice(1) }
  if (isCommand(programName)) return { command: programName, args }
  const named = env[environmentVariables.command]
  return isCommand(named) ? { command: named, args } : { command: first, args: args.slice(1) }
}

function isCommand(word: string | undefined): boolean {
  return word === commands.train || word === commands.serve
}
