export { parquetCodec } from './parquet-codec.ts'
export type { ParquetOptions } from './parquet-options.ts'
export { readParquet } from './read-parquet.ts'
