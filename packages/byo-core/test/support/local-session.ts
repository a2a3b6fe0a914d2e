import { startLocalSageMaker } from '@byo/local'
import { createSession } from '../../src/index.ts'
import type { Session, SessionOptions } from '../../src/session/session.ts'
import { sweep } from './sweep.ts'

/** True when the tests of the main flow are to run on AWS itself, in the account that the environment names. */
const isRemote = process.env.BYO_REMOTE === '1'

/**
 * A local SageMaker and a session that talks to it, both gone at the end of the block; with BYO_REMOTE=1 a
 * session on AWS, whose role is SAGEMAKER_ROLE_ARN, and everything of the test's is gone at the end.
 */
export async function startLocalSession(
  options: SessionOptions = {},
): Promise<{ readonly session: Session } & AsyncDisposable> {
  if (isRemote) {
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
  const local = await startLocalSageMaker()
  const session = await createSession({
    clientConfig: local.clientConfig,
    role: 'SageMakerRole',
    baseImage: 'scratch',
    ...options,
  })
  return {
    session,
    async [Symbol.asyncDispose]() {
      session.close()
      await local.close()
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
