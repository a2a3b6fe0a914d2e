export {
  type BaseDir,
  type BaseDirContent,
  createBaseDir,
  type FolderContent,
} from './base-dir.ts'
export { type ServeOptions, type ServingProgram, serveInProcess } from './serve-in-process.ts'
export { StartError } from './start-error.ts'
export type { TestRequest, TestResponse } from './test-request.ts'
export { type TrainedProgram, type TrainOptions, trainInProcess } from './train-in-process.ts'
