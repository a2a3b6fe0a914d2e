export type {
  ChannelConfig,
  HyperparametersFile,
  InputDataConfigFile,
  InstanceGroup,
  ResourceConfigFile,
} from './config-files.ts'
export { environmentVariables } from './environment.ts'
export { capabilityLabels } from './labels.ts'
export { limits } from './limits.ts'
export {
  type ContainerPaths,
  channelDir,
  containerPaths,
  defaultBaseDir,
  pipeFile,
} from './paths.ts'
export { commands, type ExecutionParameters, headers, newSession, routes } from './routes.ts'
