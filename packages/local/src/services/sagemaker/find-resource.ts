import type { AwsError } from '../../errors.ts'
import type { Endpoint } from '../../jobs/hosting/endpoint.ts'
import type { EndpointConfig } from '../../jobs/hosting/endpoint-config.ts'
import type { Model } from '../../jobs/hosting/model.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { TrainingJob } from '../../jobs/training/training-job.ts'
import type { TransformJob } from '../../jobs/transform/transform-job.ts'
import { sageMakerArn } from '../../state/arn.ts'
import type { RequestContext } from '../operation.ts'
import { refusal } from './refusals.ts'

// "Does not exist" is a ValidationException here, spelled differently for each kind.

/** The training job of that name. @throws AwsError when there is none. */
export function findTrainingJob(
  platform: Platform,
  name: string,
  context: RequestContext,
): TrainingJob {
  const job = platform.trainingJobs.get(context.region, name)
  if (job === undefined) throw refusal('Requested resource not found.')
  return job
}

/** The transform job of that name. @throws AwsError when there is none. */
export function findTransformJob(
  platform: Platform,
  name: string,
  context: RequestContext,
): TransformJob {
  const job = platform.transformJobs.get(context.region, name)
  if (job === undefined) throw refusal(`Could not find requested job with name: ${name}`)
  return job
}

/** The model of that name. @throws AwsError when there is none. */
export function findModel(platform: Platform, name: string, context: RequestContext): Model {
  const model = platform.models.get(context.region, name)
  if (model === undefined) throw couldNotFind('model', sageMakerArn(context, 'model', name))
  return model
}

/** The endpoint configuration of that name. @throws AwsError when there is none. */
export function findEndpointConfig(
  platform: Platform,
  name: string,
  context: RequestContext,
): EndpointConfig {
  const config = platform.endpointConfigs.get(context.region, name)
  if (config !== undefined) return config
  throw couldNotFind('endpoint configuration', sageMakerArn(context, 'endpoint-config', name))
}

/** The endpoint of that name. @throws AwsError when there is none. */
export function findEndpoint(platform: Platform, name: string, context: RequestContext): Endpoint {
  const endpoint = platform.endpoints.get(context.region, name)
  if (endpoint === undefined)
    throw couldNotFind('endpoint', sageMakerArn(context, 'endpoint', name))
  return endpoint
}

function couldNotFind(kind: string, arn: string): AwsError {
  return refusal(`Could not find ${kind} "${arn}".`)
}
