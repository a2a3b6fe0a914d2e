export type {
  ChannelConfig,
  HyperparametersFile,
  InputDataConfigFile,
  InstanceGroup,
  ResourceConfigFile,
} from './config-files.ts'
export { environmentVariables } from './environment.ts'
export { limits } from './limits.ts'
export {
  type ContainerPaths,
  channelDir,
  containerPaths,
  defaultBaseDir,
  pipeFile,
} from './paths.ts'
export { commands, type ExecutionParameters, headers, routes } from './routes.ts'
