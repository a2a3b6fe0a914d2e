import { createSession } from '../../src/index.ts'
import type { Session, SessionOptions } from '../../src/session/session.ts'
import { startLocalSession } from './local-session.ts'
import { sweep } from './sweep.ts'

/** True when the tests of the main flow are to run on AWS itself, in the account that the environment names. */
const isRemote = process.env.BYO_REMOTE === '1'

/**
 * A session on a local SageMaker; with BYO_REMOTE=1 on AWS, as the role SAGEMAKER_ROLE_ARN. Everything of the
 * test's is gone at the end of the block.
 */
export async function startAwsSession(
  options: SessionOptions = {},
): Promise<{ readonly session: Session } & AsyncDisposable> {
  if (!isRemote) return startLocalSession(options)
  const session = await createSession(options)
  return {
    session,
    async [Symbol.asyncDispose]() {
      // Some tests leave things there, and any of them may fail.
      await sweep(session, prefixOf(session))
      session.close()
    },
  }
}

const prefixes = new WeakMap<Session, string>()

/** What all names begin with that a session's test makes: its own, for on AWS all tests share one account. */
export function prefixOf(session: Session): string {
  const prefix = prefixes.get(session) ?? `mean-${crypto.randomUUID().slice(0, 8)}`
  prefixes.set(session, prefix)
  return prefix
}
