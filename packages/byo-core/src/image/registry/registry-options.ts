import type { RegistryCredentials } from './registry-credentials.ts'

/**
 * Where `publishImage` puts an image.
 *
 * @public
 */
export interface RegistryOptions {
  /**
   * Host and port of another registry than the caller's ECR, such as `registry.example.com:5000`. SageMaker
   * takes its images in a VPC (`imageConfig`). No ledger notes them, and no clean-up removes them.
   *
   * @defaultValue the caller's registry in ECR
   */
  readonly registry?: string | undefined
  /**
   * What lets push to `registry`.
   *
   * @defaultValue what `docker login` has kept; for ECR of other accounts and regions the caller's own credentials
   */
  readonly registryCredentials?: RegistryCredentials | undefined
}
