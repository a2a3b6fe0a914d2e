import { checkFault } from '../faults/check-fault.ts'
import type { Fault } from '../faults/fault.ts'

/**
 * Reads a fault from one argument, such as `PutObject:error=SlowDown:status=503` or `training/iris-*:capacity`.
 *
 * @throws Error that says what is wrong with it.
 */
export function parseFault(spec: string): Fault {
  try {
    return readFault(spec)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`--fault "${spec}": ${reason}`, { cause })
  }
}

function readFault(spec: string): Fault {
  // A colon before a space belongs to a text, such as "AlgorithmError: out of memory".
  const [target = '', ...words] = spec.split(/:(?! )/)
  const [, job, name] = /^(training|transform|endpoint)(?:\/(.*))?$/.exec(target) ?? []
  const settings = job === undefined ? requestSettings : jobSettings
  const members: Record<string, unknown> = job === undefined ? { operation: target } : { job }
  if (name !== undefined) members.name = name
  if (words.length === 0) throw new Error(`say what happens: ${listOf(settings)}.`)
  for (const word of words) addWord(members, word, settings)
  const fault = members as unknown as Fault
  checkFault(fault, 'fault')
  return fault
}

/** A word of a specification: the member that it sets, and to what; a setting with `=` needs a value. */
interface Setting {
  readonly form: string
  /** Members of members have a dot. */
  readonly member: string
  readonly value: (text: string) => unknown
}

const delay: Setting = { form: 'delay=MILLISECONDS', member: 'delayMilliseconds', value: toNumber }
const frequency: readonly Setting[] = [
  { form: 'times=NUMBER', member: 'times', value: toNumber },
  { form: 'probability=NUMBER', member: 'probability', value: toNumber },
]

const requestSettings: readonly Setting[] = [
  { form: 'throttle', member: 'error', value: () => 'throttle' },
  { form: 'quota', member: 'error', value: () => 'quota' },
  { form: 'fail', member: 'error', value: () => 'fail' },
  { form: 'error=CODE', member: 'error.code', value: toText },
  { form: 'message=TEXT', member: 'error.message', value: toText },
  { form: 'status=NUMBER', member: 'error.statusCode', value: toNumber },
  { form: 'lose-response', member: 'loseResponse', value: () => true },
  { form: 'drop-request', member: 'dropRequest', value: () => true },
  delay,
  ...frequency,
]

const jobSettings: readonly Setting[] = [
  { form: 'fail=REASON', member: 'failureReason', value: toText },
  { form: 'capacity', member: 'capacity', value: () => true },
  { form: 'interrupt=MILLISECONDS', member: 'interruptAfterMilliseconds', value: toNumber },
  delay,
  ...frequency,
]

function addWord(
  members: Record<string, unknown>,
  word: string,
  settings: readonly Setting[],
): void {
  const [, name = '', text] = /^([^=]*)(?:=(.*))?$/s.exec(word) ?? []
  const setting = settings.find(({ form }) => {
    return form.split('=', 1)[0] === name && form.includes('=') === (text !== undefined)
  })
  if (setting === undefined) throw new Error(`"${word}" is none of ${listOf(settings)}.`)
  const [outer = '', inner] = setting.member.split('.')
  const value = setting.value(text ?? '')
  const before = members[outer]
  const isFree = before === undefined || (inner !== undefined && isLacking(before, inner))
  if (!isFree) throw new Error(`"${word}" does not go with what stands before it.`)
  members[outer] = inner === undefined ? value : { ...(before as object), [inner]: value }
}

function isLacking(value: unknown, member: string): boolean {
  return typeof value === 'object' && value !== null && !(member in value)
}

function listOf(settings: readonly Setting[]): string {
  return settings.map(({ form }) => form).join(', ')
}

function toText(text: string): string {
  return text
}

/** What is no number stays as it is, and is refused with what was seen. */
function toNumber(text: string): number | string {
  return /^(\d+(\.\d+)?|Infinity)$/.test(text) ? Number(text) : text
}
