import { type LocalSageMaker, type LocalSageMakerOptions, startLocalSageMaker } from '@byo/local'
import { createSession } from '../../src/index.ts'
import type { Session, SessionOptions } from '../../src/session/session.ts'

/** A local SageMaker and a session that talks to it, both gone at the end of the block. */
export async function startLocalSession(
  options: SessionOptions = {},
  localOptions: LocalSageMakerOptions = {},
): Promise<{ readonly local: LocalSageMaker; readonly session: Session } & AsyncDisposable> {
  const local = await startLocalSageMaker(localOptions)
  const session = await createSession({
    clientConfig: local.clientConfig,
    role: 'SageMakerRole',
    baseImage: 'scratch',
    ...options,
  })
  return {
    local,
    session,
    async [Symbol.asyncDispose]() {
      session.close()
      await local.close()
    },
  }
}
