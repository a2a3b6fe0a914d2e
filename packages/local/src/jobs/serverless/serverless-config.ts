/** How much a variant may take that has no instances of its own. */
export interface ServerlessConfig {
  readonly MemorySizeInMB: number
  readonly MaxConcurrency: number
  readonly ProvisionedConcurrency?: number
}

/** Bytes of a request or an answer, 4 MB. Source: AWS guide, "Deploy models with Serverless Inference". */
export const serverlessPayloadBytes = 4_194_304

/** Milliseconds to the first healthy `/ping`, at most. Source: same guide. */
export const serverlessStartupTimeout = 180_000
