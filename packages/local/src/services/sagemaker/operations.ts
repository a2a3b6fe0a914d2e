import type { Platform } from '../../jobs/platform.ts'
import { validateInput } from '../../validation/validate-input.ts'
import type { JsonOperation, JsonOperations, RequestContext } from '../operation.ts'
import { createEndpoint } from './create-endpoint.ts'
import { createEndpointConfig } from './create-endpoint-config.ts'
import { createModel } from './create-model.ts'
import { createTrainingJob } from './create-training-job.ts'
import { createTransformJob } from './create-transform-job.ts'
import { deleteEndpoint } from './delete-endpoint.ts'
import { deleteEndpointConfig } from './delete-endpoint-config.ts'
import { deleteModel } from './delete-model.ts'
import { deleteTrainingJob } from './delete-training-job.ts'
import { describeEndpoint } from './describe-endpoint.ts'
import { describeEndpointConfig } from './describe-endpoint-config.ts'
import { describeModel } from './describe-model.ts'
import { describeTrainingJob } from './describe-training-job.ts'
import { describeTransformJob } from './describe-transform-job.ts'
import { listEndpointConfigs } from './list-endpoint-configs.ts'
import { listEndpoints } from './list-endpoints.ts'
import { listModels } from './list-models.ts'
import { listTrainingJobs } from './list-training-jobs.ts'
import { listTransformJobs } from './list-transform-jobs.ts'
import { stopTrainingJob } from './stop-training-job.ts'
import { stopTransformJob } from './stop-transform-job.ts'
import { addTags, deleteTags, listTags } from './tags.ts'
import { updateEndpoint } from './update-endpoint.ts'
import { updateEndpointWeightsAndCapacities } from './update-endpoint-weights-and-capacities.ts'
import { updateTrainingJob } from './update-training-job.ts'

/** An operation once its input is known to satisfy AWS's API model: hence each may say what it takes. */
type CheckedOperation = (platform: Platform, input: never, context: RequestContext) => unknown

const operations: Readonly<Record<string, CheckedOperation>> = {
  CreateTrainingJob: createTrainingJob,
  DescribeTrainingJob: describeTrainingJob,
  ListTrainingJobs: listTrainingJobs,
  UpdateTrainingJob: updateTrainingJob,
  StopTrainingJob: stopTrainingJob,
  DeleteTrainingJob: deleteTrainingJob,

  CreateTransformJob: createTransformJob,
  DescribeTransformJob: describeTransformJob,
  ListTransformJobs: listTransformJobs,
  StopTransformJob: stopTransformJob,

  CreateModel: createModel,
  DescribeModel: describeModel,
  ListModels: listModels,
  DeleteModel: deleteModel,

  CreateEndpointConfig: createEndpointConfig,
  DescribeEndpointConfig: describeEndpointConfig,
  ListEndpointConfigs: listEndpointConfigs,
  DeleteEndpointConfig: deleteEndpointConfig,

  CreateEndpoint: createEndpoint,
  DescribeEndpoint: describeEndpoint,
  ListEndpoints: listEndpoints,
  UpdateEndpoint: updateEndpoint,
  UpdateEndpointWeightsAndCapacities: updateEndpointWeightsAndCapacities,
  DeleteEndpoint: deleteEndpoint,

  AddTags: addTags,
  ListTags: listTags,
  DeleteTags: deleteTags,
}

/** The operations of SageMaker, `X-Amz-Target: SageMaker.<name>`, each behind the check of its input. */
export function createSageMakerOperations(platform: Platform): JsonOperations {
  return Object.fromEntries(
    Object.entries(operations).map(([name, run]): [string, JsonOperation] => [
      name,
      (input, context) => run(platform, validateInput(name, input) as never, context),
    ]),
  )
}
