import { ByoError } from '../errors.ts'
import type { Runtime } from '../runtime.ts'
import { waitUntil } from '../waiting/wait-until.ts'
import { readAwsError } from './aws-error.ts'

/** How to wait for a role. */
export interface FreshRoleOptions {
  /** The role, where the caller knows it; AWS's own words name it as a rule. */
  readonly roleArn?: string | undefined
  readonly runtime: Runtime
  /** Ends the wait between two attempts, when nothing has been made; an attempt is never broken off. */
  readonly signal?: AbortSignal | undefined
}

/** Seconds until a new role is known everywhere, at the most. */
const patience = 120
/** Seconds between two attempts, at least: each is a create that AWS counts. */
const minDelay = 2

/**
 * Does what needs the role. A role that was made a moment ago is not known everywhere: what AWS refuses because
 * it could not assume the role is tried again for two minutes, and then explained. All other errors are thrown
 * as they come.
 */
export async function withFreshRole<T>(
  { roleArn, runtime, signal }: FreshRoleOptions,
  create: () => Promise<T>,
): Promise<T> {
  let refusal: unknown
  const attempt = async () => {
    try {
      const made = await create()
      return { state: 'SUCCESS', value: () => made } as const
    } catch (error) {
      refusal = error
      if (isRoleRefused(error)) return { state: 'RETRY', seen: 'not assumable' } as const
      // Not thrown from here, where an abort in the meantime would take its place.
      return { state: 'SUCCESS', value: () => rethrow(error) } as const
    }
  }
  const subject = roleArn ?? 'a role'
  const limits = { maxWaitTime: patience, minDelay, abortSignal: signal, runtime }
  const result = await waitUntil<() => T>({ subject, ...limits }, attempt).catch(
    (error: unknown) => {
      const isOver = error instanceof ByoError && error.code === 'timeout'
      return rethrow(isOver ? explain(refusal, roleArn) : error)
    },
  )
  return result()
}

function isRoleRefused(error: unknown): boolean {
  const { name, message } = readAwsError(error)
  return name === 'ValidationException' && /could not assume role/i.test(message)
}

function explain(refusal: unknown, roleArn: string | undefined): ByoError {
  const { message } = readAwsError(refusal)
  const [role = roleArn ?? 'that the request has'] =
    /arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]*[\w+=@-]/.exec(message) ?? []
  return new ByoError(
    'role-not-assumable',
    `SageMaker could not take on the role ${role}, for ${patience} s: ${message} Make sure that the role exists and that its trust policy allows it: {"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}.`,
    { cause: refusal },
  )
}

function rethrow(error: unknown): never {
  throw error
}
