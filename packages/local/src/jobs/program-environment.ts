import { environmentVariables } from '@byo/container-kit/contract'
import type { Owner } from '../state/arn.ts'
import type { Platform } from './platform.ts'

/** Where a job's programs find the emulator, and as whom. */
export interface ProgramScope extends Owner {
  /** Where the emulator is reached, such as `http://127.0.0.1:4566`. */
  readonly endpoint: string
}

/** The variables with which a program's AWS client reaches the emulator and nothing else. */
export function awsEnvironment(
  { credentials }: Pick<Platform, 'credentials'>,
  { region, endpoint }: ProgramScope,
): Record<string, string> {
  return {
    [environmentVariables.region]: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  }
}
