import type { Platform } from '../../jobs/platform.ts'
import type { JsonOperations } from '../operation.ts'

/** The operations of SageMaker, `X-Amz-Target: SageMaker.<name>`. */
export function createSageMakerOperations(_platform: Platform): JsonOperations {
  return {}
}
