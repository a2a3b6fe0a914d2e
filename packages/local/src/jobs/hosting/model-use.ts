import { AwsError, JobError } from '../../errors.ts'
import type { Deadlines } from './deadlines.ts'
import type { CachedModel } from './model-cache.ts'
import { type Answerer, modelError, noAnswer } from './model-error.ts'
import { ModelLoadError, ModelMissing } from './model-errors.ts'

/**
 * Waits until a model of a multi-model container is loaded.
 *
 * @throws AwsError `ModelNotReadyException`, which SDKs try again, when that takes longer than an invocation may;
 *   `ModelError` when the container refuses it.
 */
export async function untilLoaded(
  { loaded }: CachedModel,
  answerer: Answerer,
  deadlines: Deadlines,
): Promise<void> {
  const deadline = deadlines.add()
  const late = new Promise<never>((_, reject) => {
    deadline.onExpired = () => reject(notReady)
  })
  try {
    await Promise.race([loaded, late])
  } catch (cause) {
    throw explain(cause, answerer)
  } finally {
    deadline.cancel()
  }
}

const notReady = new AwsError(
  'ModelNotReadyException',
  'Model is not ready for inference: it is still being downloaded or loaded. Try your request again.',
  429,
)

/** What a caller is told of a model that is not there or could not be loaded. */
export function explain(cause: unknown, answerer: Answerer): unknown {
  if (cause instanceof AwsError) return cause
  if (cause instanceof ModelMissing)
    return new AwsError(
      'ValidationError',
      `Failed to download model data(bucket: ${cause.bucket}, key: ${cause.key}). Please ensure that there is an object located at the URL and that the role passed to CreateModel has permissions to download the model.`,
    )
  if (cause instanceof JobError) return new AwsError('ValidationError', cause.message)
  if (!(cause instanceof ModelLoadError)) return noAnswer(answerer, cause)
  const { statusCode, body } = cause.answer
  return modelError(answerer, statusCode, new TextDecoder().decode(body))
}
