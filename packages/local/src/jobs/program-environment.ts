import { environmentVariables } from '@byo/container-kit/contract'
import type { Platform } from './platform.ts'

/** The variables with which a program's AWS client reaches the emulator and nothing else. */
export function awsEnvironment(
  { credentials, url }: Pick<Platform, 'credentials' | 'url'>,
  region: string,
): Record<string, string> {
  return {
    [environmentVariables.region]: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: url(),
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  }
}
