import { containersOf, type Model } from '../../jobs/hosting/model.ts'
import { refusal } from './refusals.ts'

/** Requires that a model is one that batch transform can run. */
export function checkTransformModel(model: Model): void {
  const containers = containersOf(model)
  if (containers.some(({ ModelDataSource }) => ModelDataSource !== undefined)) {
    // In AWS's words, as in aws/sagemaker-python-sdk#4777.
    throw refusal(
      "SageMaker Batch currently doesn't support Model entity with container definitions which use ModelDataSource attribute",
    )
  }
  if (containers.some(({ Mode }) => Mode === 'MultiModel')) {
    throw refusal(
      `The model "${model.arn}" has a container of Mode MultiModel, which batch transform does not support.`,
    )
  }
  if (model.request.InferenceExecutionConfig?.Mode === 'Direct') {
    throw refusal(
      `The model "${model.arn}" has InferenceExecutionConfig Mode Direct, which batch transform does not support: its containers are called one after the other.`,
    )
  }
}
