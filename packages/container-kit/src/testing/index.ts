export {
  type BaseDir,
  type BaseDirContent,
  createBaseDir,
  type FolderContent,
} from './base-dir.ts'
export {
  type ServeOptions,
  type ServingProgram,
  serveInProcess,
  type TestRequest,
  type TestResponse,
} from './serve-in-process.ts'
export { type TrainedProgram, type TrainOptions, trainInProcess } from './train-in-process.ts'
