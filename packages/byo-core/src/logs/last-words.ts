import { excerpt } from '../wording/excerpt.ts'

/** What runtimes write below the line that tells: stacks, details, and that they end. */
const noise = /^(\s.*|[\])}].*|Node\.js v[\d.]+|Execution halted)?$/

const missingModule = /Cannot find (?:package|module) '|ERR_MODULE_NOT_FOUND/
const bundleAdvice =
  'Bundle the program with all that it imports into one file, or give as program a folder that has its node_modules.'

/** What a container's log ends with, for an error's message: such as `last wrote "Killed"`. */
export function lastWords(logTail: readonly string[]): string {
  const line = lastTellingLine(logTail)
  return line === undefined ? 'wrote nothing to its log' : `last wrote "${excerpt(line, 400)}"`
}

/** The same as a sentence, and what to do where that is known: such as `The container last wrote "Killed".` */
export function lastSentence(subject: string, logTail: readonly string[]): string {
  return `${subject} ${lastWords(logTail)}.${adviceOnLastWords(logTail)}`
}

/** What to do about it, as a sentence behind a space; empty where only the program's author can know. */
export function adviceOnLastWords(logTail: readonly string[]): string {
  return missingModule.test(lastTellingLine(logTail) ?? '') ? ` ${bundleAdvice}` : ''
}

/** The last line that is not only the stack, or the end, of what a line above tells. */
function lastTellingLine(logTail: readonly string[]): string | undefined {
  const line =
    logTail.findLast((text) => !noise.test(text)) ?? logTail.findLast((text) => text.trim())
  return line?.trim()
}
