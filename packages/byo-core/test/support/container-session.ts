import { execFileSync } from 'node:child_process'
import { isLocalError, type LocalSageMaker, startLocalSageMaker } from '@byo/local'
import { createSession } from '../../src/index.ts'
import type { Session } from '../../src/session/session.ts'

/** Whether there is an engine. Says so where there is none: a skip that nobody sees is a hole. */
export function hasEngine(command = 'docker'): boolean {
  try {
    execFileSync(command, ['version'], { stdio: 'ignore' })
    return true
  } catch {
    process.stderr.write(
      `Skipped: these tests need an engine, and \`${command} version\` finds none.\n`,
    )
    return false
  }
}

/** A local SageMaker on one of the ports where every engine pushes over plain HTTP, and a session that talks to it. */
export async function startContainerSession(
  runner: 'docker' | 'process' = 'docker',
): Promise<{ readonly local: LocalSageMaker; readonly session: Session } & AsyncDisposable> {
  const local = await startOnFreePort(4560, runner)
  const session = await createSession({
    clientConfig: local.clientConfig,
    role: 'SageMakerRole',
    baseImage: 'scratch',
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

async function startOnFreePort(
  port: number,
  runner: 'docker' | 'process',
): Promise<LocalSageMaker> {
  try {
    return await startLocalSageMaker({ port, runner })
  } catch (error) {
    if (!isLocalError(error) || error.code !== 'port-in-use' || port === 4580) throw error
    return startOnFreePort(port + 1, runner)
  }
}
