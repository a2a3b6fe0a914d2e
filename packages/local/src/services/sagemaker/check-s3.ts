import { type ContainerDefinition, modelDataOf } from '../../jobs/hosting/model.ts'
import type { Platform } from '../../jobs/platform.ts'
import { parseS3Uri } from '../../jobs/s3-uri.ts'
import type { TrainingRequest } from '../../jobs/training/training-request.ts'
import type { TransformRequest } from '../../jobs/transform/transform-request.ts'
import type { ObjectStore } from '../../state/object-store.ts'
import type { RequestContext } from '../operation.ts'
import { refusal } from './refusals.ts'

/** Requires that each channel of a training job has something to read. */
export function checkInputData(
  { objectStore }: Platform,
  { InputDataConfig = [], RoleArn }: TrainingRequest,
  { region }: RequestContext,
): void {
  for (const { DataSource } of InputDataConfig) {
    checkSource(objectStore, DataSource.S3DataSource, RoleArn, region)
  }
}

/** Requires that a transform job has something to read, and a bucket to store in. */
export function checkTransformData(
  { objectStore }: Platform,
  { TransformInput, TransformOutput }: TransformRequest,
  roleArn: string,
  { region }: RequestContext,
): void {
  checkSource(objectStore, TransformInput.DataSource.S3DataSource, roleArn, region)
  checkTargetBucket(objectStore, 'TransformOutput', TransformOutput.S3OutputPath)
}

function checkSource(
  store: ObjectStore,
  { S3DataType, S3Uri: uri }: { readonly S3DataType: string; readonly S3Uri: string },
  roleArn: string,
  region: string,
): void {
  const has = S3DataType === 'S3Prefix' ? hasObjects : hasObject
  if (has(store, uri)) return
  const bucket = parseS3Uri(uri)?.bucket ?? ''
  throw refusal(
    `No S3 objects found under S3 URL "${uri}" given in input data source. Please ensure that the bucket exists in the selected region (${region}), that objects exist under that S3 prefix, and that the role "${roleArn}" has "s3:ListBucket" permissions on bucket "${bucket}".`,
  )
}

/** Requires that the buckets exist that a training job is to store something in. */
export function checkTargetBuckets(
  { objectStore }: Platform,
  { OutputDataConfig, CheckpointConfig }: TrainingRequest,
): void {
  const targets = {
    OutputDataConfig: OutputDataConfig.S3OutputPath,
    CheckpointConfig: CheckpointConfig?.S3Uri,
  }
  for (const [member, uri] of Object.entries(targets)) {
    if (uri !== undefined) checkTargetBucket(objectStore, member, uri)
  }
}

function checkTargetBucket(store: ObjectStore, member: string, uri: string): void {
  const location = parseS3Uri(uri)
  if (location !== undefined && store.hasBucket(location.bucket)) return
  throw refusal(`The ${member} S3 bucket of "${uri}" does not exist.`)
}

/** Requires that a container's model is there. */
export function checkModelData({ objectStore }: Platform, container: ContainerDefinition): void {
  const data = modelDataOf(container)
  if (data === undefined) return
  const found =
    data.S3DataType === 'S3Prefix'
      ? hasObjects(objectStore, data.S3Uri)
      : hasObject(objectStore, data.S3Uri)
  if (!found) throw refusal(`Could not find model data at ${data.S3Uri}.`)
}

function hasObjects(store: ObjectStore, uri: string): boolean {
  const location = parseS3Uri(uri)
  if (location === undefined || !store.hasBucket(location.bucket)) return false
  return store.list(location.bucket, location.key).length > 0
}

function hasObject(store: ObjectStore, uri: string): boolean {
  const location = parseS3Uri(uri)
  if (location === undefined || !store.hasBucket(location.bucket)) return false
  return store.get(location.bucket, location.key) !== undefined
}
