// Run an algorithm as a container

export { type ContainerProgram, defineProgram } from './container-program.ts'
export { runContainer } from './run-container.ts'

// Training

export type { ChannelFacts } from './train/channel-facts.ts'
export type { ChannelStream, ChannelStreams } from './train/channel-stream.ts'
export type { Checkpoint, Checkpoints } from './train/checkpoints.ts'
export type { Cluster, ClusterFacts, ClusterGroup } from './train/cluster.ts'
export type { Channel, Channels } from './train/input-channels.ts'
export type { RunOptions } from './train/run-program.ts'
export type { TrainContext, TrainProgram } from './train/train-program.ts'
export { writeFileAtomic } from './train/write-file-atomic.ts'

// Serving

export type { Conversation, ConversationRequest } from './serve/conversation/conversation.ts'
export type { InvocationRequest } from './serve/invocation/invocation-request.ts'
export type { InvocationResponse } from './serve/invocation/invocation-response.ts'
export type { ExecutionSettings, LoadContext, ServeProgram } from './serve/serve-program.ts'
export type { Session } from './serve/sessions/session.ts'
export type { SessionOptions } from './serve/sessions/session-options.ts'

// Both

export type { Codec, InputKind, Inputs } from './codecs/codec.ts'
export { readRecordIo } from './codecs/record-io.ts'
export type { Log, LogFields } from './logging/log.ts'
export { type MetricDefinition, metricDefinitions } from './logging/metric-definitions.ts'

// Errors

export {
  ChildProcessError,
  ContainerError,
  type ContainerErrorCode,
  HttpError,
  isContainerError,
} from './errors.ts'
