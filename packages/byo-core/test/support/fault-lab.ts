import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type LocalSageMaker, startLocalSageMaker } from '@byo/local'
import { type Runtime, systemRuntime } from '../../src/runtime.ts'
import { createSessionIn } from '../../src/session/create-session.ts'
import type { Session } from '../../src/session/session.ts'
import type { TrainAndDeployOptions } from '../../src/train-and-deploy/options.ts'

/** A local SageMaker with nothing in it, and who works there. */
export interface FaultLab extends AsyncDisposable {
  readonly local: LocalSageMaker
  readonly session: Session
  /** Another session, to look at what the first one left. */
  readonly observer: Session
  /** The operations that it was asked for, in the order in which they were answered. */
  readonly operations: readonly string[]
  /** How many sleeps of the session have not ended. */
  sleeping(): number
}

/** Starts a local SageMaker of one's own for a trial, with a session that never sleeps for long. */
export async function startFaultLab(): Promise<FaultLab> {
  const operations: string[] = []
  const local = await startLocalSageMaker({
    onRequest: ({ operation }) => operations.push(operation.replace(/^.*\./, '')),
  })
  const runtime = hastyRuntime()
  const open = () =>
    createSessionIn({ role: undefined, baseImage: undefined, ownS3Endpoint: false }, runtime, {
      clientConfig: local.clientConfig,
      role: 'SageMakerRole',
      baseImage: 'scratch',
    })
  const session = await open()
  const observer = await open()
  return {
    local,
    session,
    observer,
    operations,
    sleeping: runtime.sleeping,
    async [Symbol.asyncDispose]() {
      session.close()
      observer.close()
      await local.close()
    },
  }
}

/** What every trial runs: a program that predicts 2, the mean of its data. */
export function trialOptions(session: Session, folder: string): TrainAndDeployOptions {
  const program = fileURLToPath(new URL('../fixtures/mean-model.mjs', import.meta.url))
  return { session, program, trainingData: { train: folder }, name: 'mean' }
}

/** Sleeps of so many milliseconds and more are deadlines, and stay as they are. */
const deadline = 10_000

/** The machine's own clock and chance, but looks follow one another fast, and who sleeps is counted. */
function hastyRuntime(): Runtime & { sleeping(): number } {
  let sleeping = 0
  return {
    ...systemRuntime,
    sleeping: () => sleeping,
    async sleep(milliseconds, signal) {
      sleeping += 1
      try {
        const shortened = milliseconds < deadline ? Math.min(milliseconds, 200) : milliseconds
        await delay(shortened, undefined, signal ? { signal } : {})
      } finally {
        sleeping -= 1
      }
    },
  }
}
