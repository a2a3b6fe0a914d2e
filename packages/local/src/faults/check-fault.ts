import { inspect } from 'node:util'
import { LocalError } from '../errors.ts'
import type { Fault, FaultError } from './fault.ts'

/** Throws unless the value is a fault; `name` is what the caller knows it by. */
export function checkFault(fault: Fault, name: string): void {
  const value: unknown = fault
  if (!isRecord(value)) throw invalid(name, value, 'an object with an operation or a job')
  if ('operation' in value === 'job' in value) {
    throw invalid(name, value, 'either an operation or a job')
  }
  const members = 'operation' in value ? requestMembers : jobMembers
  const exclusive = 'operation' in value ? requestOutcomes : jobOutcomes
  checkMembers(value, { ...frequencyMembers, ...members }, name)
  const outcomes = exclusive.filter((member) => isAsked(value[member]))
  if (outcomes.length > 1) throw invalid(name, value, `no more than one of ${outcomes.join(', ')}`)
  if (outcomes.length === 0 && value.delayMilliseconds === undefined) {
    throw invalid(name, value, `one of ${exclusive.join(', ')}, delayMilliseconds`)
  }
  if (
    'job' in value &&
    value.job !== 'training' &&
    value.interruptAfterMilliseconds !== undefined
  ) {
    throw invalid(name, value, 'interruptAfterMilliseconds to training jobs only')
  }
}

/** Throws unless the value can be a seed. */
export function checkSeed(seed: number): void {
  if (!Number.isSafeInteger(seed)) throw invalid('faultSeed', seed, 'a whole number')
}

/** What a member has to be, in words and as a test. */
type Member = readonly [wanted: string, isRight: (value: unknown) => boolean]
type Members = Readonly<Record<string, Member>>

/** What a timer of Node can count. */
const longestTimer = 2 ** 31 - 1

const text: Member = [
  'a text that is not empty',
  (value) => typeof value === 'string' && value !== '',
]
const flag: Member = ['true or false', (value) => typeof value === 'boolean']
const duration: Member = [
  `a whole number of milliseconds from 0 to ${longestTimer}`,
  (value) => isWholeNumber(value, 0, longestTimer),
]

const frequencyMembers: Members = {
  times: [
    'a whole number from 1, or Infinity',
    (value) => value === Number.POSITIVE_INFINITY || isWholeNumber(value, 1),
  ],
  probability: [
    'a number from 0 to 1',
    (value) => typeof value === 'number' && value >= 0 && value <= 1,
  ],
}

const requestMembers: Members = {
  operation: text,
  error: [
    "'throttle', 'quota', 'fail' or { code, message?, statusCode? } with a status from 400 to 599",
    (value) => ['throttle', 'quota', 'fail'].includes(value as string) || isFaultError(value),
  ],
  loseResponse: flag,
  dropRequest: flag,
  delayMilliseconds: duration,
}
const requestOutcomes = ['error', 'loseResponse', 'dropRequest']

const jobMembers: Members = {
  job: [
    "'training', 'transform' or 'endpoint'",
    (value) => ['training', 'transform', 'endpoint'].includes(value as string),
  ],
  name: text,
  failureReason: text,
  capacity: flag,
  delayMilliseconds: duration,
  interruptAfterMilliseconds: duration,
}
const jobOutcomes = ['failureReason', 'capacity', 'interruptAfterMilliseconds']

function checkMembers(value: Record<string, unknown>, members: Members, name: string): void {
  for (const [member, seen] of Object.entries(value)) {
    if (!Object.hasOwn(members, member)) {
      throw invalid(`${name}.${member}`, seen, `only ${Object.keys(members).join(', ')}`)
    }
    const [wanted, isRight] = members[member] as Member
    if (seen !== undefined && !isRight(seen)) throw invalid(`${name}.${member}`, seen, wanted)
  }
}

function isFaultError(value: unknown): value is FaultError {
  if (!isRecord(value)) return false
  const { code, message, statusCode, ...others } = value
  return (
    typeof code === 'string' &&
    // It travels in a header, too.
    /^[\w.:-]+$/.test(code) &&
    (message === undefined || typeof message === 'string') &&
    (statusCode === undefined || isWholeNumber(statusCode, 400, 599)) &&
    Object.keys(others).length === 0
  )
}

function isAsked(value: unknown): boolean {
  return value !== undefined && value !== false
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isWholeNumber(
  value: unknown,
  from: number,
  to: number = Number.MAX_SAFE_INTEGER,
): boolean {
  return Number.isSafeInteger(value) && (value as number) >= from && (value as number) <= to
}

function invalid(name: string, value: unknown, wanted: string): LocalError {
  const seen = inspect(value, { breakLength: Number.POSITIVE_INFINITY, compact: true, depth: 2 })
  return new LocalError('invalid-option', `The option ${name} is ${seen}; give ${wanted}.`)
}
