import type { ContainerDefinition } from '@aws-sdk/client-sagemaker'

/** Labels by which an image says what its containers can do. Source: AWS guide, multi-model containers and pipelines. */
const capability = 'com.amazonaws.sagemaker.capabilities'

/** The labels without which SageMaker refuses an image for such a container, alone or in a pipeline. */
export function requiredLabels({ Mode }: ContainerDefinition, isAlone: boolean): readonly string[] {
  return [
    ...(Mode === 'MultiModel' ? [`${capability}.multi-models`] : []),
    ...(isAlone ? [] : [`${capability}.accept-bind-to-port`]),
  ]
}
