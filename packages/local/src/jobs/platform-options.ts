import { limits } from '@byo/container-kit/contract'
import type { FaultRegistry } from '../faults/fault-registry.ts'
import type { HostProcess, RunnerKind } from '../runners/create-runner.ts'
import type { Clock } from '../state/clock.ts'
import type { DataFolder } from '../state/data-folder.ts'
import type { ImageStore } from '../state/image-store.ts'
import type { ObjectStore } from '../state/object-store.ts'

/** What the platform stands on. */
export interface PlatformOptions {
  readonly objectStore: ObjectStore
  readonly imageStore: ImageStore
  readonly clock: Clock
  /** Where resources are kept. */
  readonly data: Pick<DataFolder, 'folder'>
  /** A folder of the platform's own, which it makes and removes: what programs see and leave lies below it. */
  readonly workDir: string
  /** A folder around it that goes too, should the emulator be killed. */
  readonly temporaryDir?: string | undefined
  /** The process that the emulator runs in. */
  readonly host: HostProcess
  /** How images are run. @defaultValue 'process' */
  readonly runner?: RunnerKind
  /** The keys that programs are given to call the emulator with. */
  readonly credentials: ProgramCredentials
  /** Where programs reach the emulator, such as `http://127.0.0.1:4566`; known once it listens. */
  readonly url: () => string
  /** Times that differ from SageMaker's. */
  readonly times?: Partial<PlatformTimes>
  /** Faults to order. @defaultValue none */
  readonly faults?: FaultRegistry
}

/** The keys that programs are given to call the emulator with. */
interface ProgramCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/**
 * How long the platform waits for programs, in milliseconds.
 *
 * @public
 */
export interface PlatformTimes {
  /** From SIGTERM to SIGKILL when a training job is stopped. @defaultValue 120,000 */
  readonly trainingStopGrace: number
  /** From SIGTERM to SIGKILL when an endpoint is deleted. @defaultValue 30,000 */
  readonly hostingStopGrace: number
  /** To the first healthy `/ping`, where the variant says nothing else. @defaultValue 480,000 */
  readonly startupTimeout: number
  /** For one `/ping`. @defaultValue 2,000 */
  readonly pingTimeout: number
  /** From one `/ping` to the next, once it was healthy. @defaultValue 5,000 */
  readonly pingInterval: number
  /** For one invocation, or the head of a streamed answer. @defaultValue 60,000 */
  readonly invocationTimeout: number
  /** For all of a streamed answer. @defaultValue 480,000 */
  readonly streamTimeout: number
  /** For the container of a multi-model endpoint to load one model. @defaultValue 360,000 */
  readonly modelLoadTimeout: number
  /** For which a container of a serverless endpoint is kept after its last invocation. @defaultValue 300,000 */
  readonly serverlessIdle: number
}

/** SageMaker's own times, changed as asked. */
export function resolveTimes(times: Partial<PlatformTimes> = {}): PlatformTimes {
  return {
    trainingStopGrace: times.trainingStopGrace ?? limits.trainingStopGraceSeconds * 1000,
    hostingStopGrace: times.hostingStopGrace ?? limits.hostingStopGraceSeconds * 1000,
    startupTimeout: times.startupTimeout ?? limits.startupTimeoutSeconds * 1000,
    pingTimeout: times.pingTimeout ?? limits.pingTimeoutSeconds * 1000,
    // How often SageMaker asks is not published; this is often enough to notice.
    pingInterval: times.pingInterval ?? 5000,
    invocationTimeout: times.invocationTimeout ?? limits.invocationTimeoutSeconds * 1000,
    streamTimeout: times.streamTimeout ?? limits.streamTimeoutSeconds * 1000,
    modelLoadTimeout: times.modelLoadTimeout ?? 360_000,
    // Nor is this published.
    serverlessIdle: times.serverlessIdle ?? 300_000,
  }
}
