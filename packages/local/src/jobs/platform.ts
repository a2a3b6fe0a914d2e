import { mkdir, rm } from 'node:fs/promises'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { FaultRegistry } from '../faults/fault-registry.ts'
import { createRunner } from '../runners/create-runner.ts'
import type { Runner } from '../runners/runner.ts'
import { newIdentifier } from '../state/identifiers.ts'
import { RecordFolder } from '../state/record-folder.ts'
import { AsyncQueues } from './async-inference/async-queues.ts'
import type { ScalableTarget } from './auto-scaling/scalable-target.ts'
import type { ScalingActivity } from './auto-scaling/scaling-activity.ts'
import type { ScalingPolicy } from './auto-scaling/scaling-policy.ts'
import { ScalingState } from './auto-scaling/scaling-state.ts'
import { Deadlines } from './hosting/deadlines.ts'
import type { Endpoint } from './hosting/endpoint.ts'
import type { EndpointConfig } from './hosting/endpoint-config.ts'
import type { Model } from './hosting/model.ts'
import type { ServedEndpoint } from './hosting/served-endpoint.ts'
import { LogStore } from './logs/log-store.ts'
import type { Topic } from './notifications/topic.ts'
import { type PlatformOptions, type PlatformTimes, resolveTimes } from './platform-options.ts'
import { Collection } from './resource.ts'
import { StopSignals } from './training/stop-signals.ts'
import type { TrainingJob } from './training/training-job.ts'
import type { WarmPoolCaches } from './training/warm-pools.ts'
import type { TransformJob } from './transform/transform-job.ts'
import type { TuningJob } from './tuning/tuning-job.ts'

/** Everything of SageMaker that lives: its resources, the programs that run for them, their logs. */
export interface Platform
  extends Pick<PlatformOptions, 'objectStore' | 'imageStore' | 'clock' | 'credentials' | 'url'> {
  readonly times: PlatformTimes
  readonly runner: Runner
  /** Keeps connections to serving containers open between invocations. */
  readonly agent: Agent
  readonly trainingJobs: Collection<TrainingJob>
  readonly transformJobs: Collection<TransformJob>
  readonly tuningJobs: Collection<TuningJob>
  readonly models: Collection<Model>
  readonly endpointConfigs: Collection<EndpointConfig>
  readonly endpoints: Collection<Endpoint>
  /** How long containers may take for what they are asked. */
  readonly deadlines: Readonly<Record<'invocation' | 'stream' | 'modelLoad', Deadlines>>
  /** The asynchronous invocations that were taken and not yet answered. */
  readonly asyncQueues: AsyncQueues
  readonly scalableTargets: Collection<ScalableTarget>
  readonly scalingPolicies: Collection<ScalingPolicy>
  readonly scalingActivities: Collection<ScalingActivity>
  /** What the scaling remembers. */
  readonly scaling: ScalingState
  readonly topics: Collection<Topic>
  /** What serves the endpoints that are in service, by ARN. */
  readonly served: Map<string, ServedEndpoint>
  /** What is to go wrong with jobs and endpoints because it was ordered. */
  readonly faults: FaultRegistry
  /** Tells training, transform and tuning jobs that run to stop. */
  readonly stopSignals: StopSignals
  /** What training jobs keep for others. */
  readonly warmPools: WarmPoolCaches
  readonly logs: LogStore
  /** Runs work that no one waits for, until it ends; the signal aborts when the platform closes. */
  run(work: (closing: AbortSignal) => Promise<void>): void
  /** Makes an empty folder for one job or server. */
  makeFolder(): Promise<string>
  /** Removes one again. What cannot be removed goes with all others when the platform closes. */
  removeFolder(folder: string): Promise<void>
  /** Kills what runs, removes every working folder, and waits until both are done. */
  close(): Promise<void>
}

/** Makes a platform with the resources that its data folder holds; none of them runs yet. */
export function createPlatform(options: PlatformOptions): Platform {
  const { clock, data } = options
  const times = resolveTimes(options.times)
  const records = (kind: string) => new RecordFolder(data.folder(`sagemaker/${kind}`))
  // Of this platform alone: the one before, if it was killed, may still be having its own removed.
  const workDir = join(options.workDir, newIdentifier())
  const runner = createRunner(options.runner ?? 'process', {
    host: options.host,
    workDir,
    perishableDir: options.temporaryDir ?? workDir,
    clock,
  })
  const agent = new Agent({ keepAlive: true })
  const closing = new AbortController()
  const works = new Set<Promise<void>>()
  const logs = new LogStore(data.folder('logs'), clock)
  const collections = {
    trainingJobs: new Collection<TrainingJob>(records('training-jobs')),
    transformJobs: new Collection<TransformJob>(records('transform-jobs')),
    tuningJobs: new Collection<TuningJob>(records('tuning-jobs')),
    models: new Collection<Model>(records('models')),
    endpointConfigs: new Collection<EndpointConfig>(records('endpoint-configs')),
    endpoints: new Collection<Endpoint>(records('endpoints')),
    scalableTargets: new Collection<ScalableTarget>(records('scalable-targets')),
    scalingPolicies: new Collection<ScalingPolicy>(records('scaling-policies')),
    scalingActivities: new Collection<ScalingActivity>(records('scaling-activities')),
    topics: new Collection<Topic>(records('topics')),
  }

  return {
    objectStore: options.objectStore,
    imageStore: options.imageStore,
    clock,
    credentials: options.credentials,
    url: options.url,
    times,
    deadlines: {
      invocation: new Deadlines(clock, times.invocationTimeout, closing.signal),
      stream: new Deadlines(clock, times.streamTimeout, closing.signal),
      modelLoad: new Deadlines(clock, times.modelLoadTimeout, closing.signal),
    },
    runner,
    agent,
    ...collections,
    asyncQueues: new AsyncQueues(records('async-requests')),
    scaling: new ScalingState(),
    served: new Map(),
    faults: options.faults ?? new FaultRegistry(),
    stopSignals: new StopSignals(),
    warmPools: new Map(),
    logs,

    run(work) {
      const running = work(closing.signal).finally(() => works.delete(running))
      works.add(running)
    },

    async makeFolder() {
      const folder = join(workDir, 'runs', newIdentifier())
      await mkdir(folder, { recursive: true })
      return folder
    },

    async removeFolder(folder) {
      await rm(folder, { recursive: true, force: true }).catch(() => {})
    },

    async close() {
      closing.abort()
      await runner.close()
      await Promise.allSettled([...works])
      for (const collection of Object.values(collections)) collection.flush()
      logs.flush()
      agent.destroy()
      await rm(options.workDir, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}
