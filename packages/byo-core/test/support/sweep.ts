import { cleanUp, type Resource } from '../../src/index.ts'
import type { Session } from '../../src/session/session.ts'

/** Removes everything whose name begins with the prefix, as the tests name things, whoever left it there. */
export async function sweep(session: Session, prefix: string): Promise<void> {
  const resources = [
    ...(await hosting(session, prefix)),
    ...(await tuningJobs(session, prefix)),
    ...(await trainingJobs(session, prefix)),
    ...(await transformJobs(session, prefix)),
  ]
  const objects = `s3://${await session.bucket()}/byo/${prefix}`
  await cleanUp(session, [...resources, { kind: 's3-objects', name: objects, arn: objects }])
  const ecr = await session.clients.ecr()
  await ecr
    .deleteRepository({ repositoryName: `byo/${prefix}`, force: true })
    .catch((error: Error) => {
      if (error.name !== 'RepositoryNotFoundException') throw error
    })
}

async function hosting(session: Session, NameContains: string): Promise<Resource[]> {
  const sageMaker = await session.clients.sageMaker()
  const { Endpoints = [] } = await sageMaker.listEndpoints({ NameContains })
  const { EndpointConfigs = [] } = await sageMaker.listEndpointConfigs({ NameContains })
  const { Models = [] } = await sageMaker.listModels({ NameContains })
  return [
    ...Endpoints.map(({ EndpointName, EndpointArn }) => {
      return resource('endpoint', EndpointName, EndpointArn)
    }),
    ...EndpointConfigs.map(({ EndpointConfigName, EndpointConfigArn }) => {
      return resource('endpoint-config', EndpointConfigName, EndpointConfigArn)
    }),
    ...Models.map(({ ModelName, ModelArn }) => resource('model', ModelName, ModelArn)),
  ]
}

async function tuningJobs(session: Session, NameContains: string): Promise<Resource[]> {
  const sageMaker = await session.clients.sageMaker()
  const { HyperParameterTuningJobSummaries: tuning = [] } =
    await sageMaker.listHyperParameterTuningJobs({ NameContains })
  return tuning.map(({ HyperParameterTuningJobName, HyperParameterTuningJobArn }) => {
    return resource('tuning-job', HyperParameterTuningJobName, HyperParameterTuningJobArn)
  })
}

async function trainingJobs(session: Session, NameContains: string): Promise<Resource[]> {
  const sageMaker = await session.clients.sageMaker()
  const { TrainingJobSummaries = [] } = await sageMaker.listTrainingJobs({ NameContains })
  return TrainingJobSummaries.map(({ TrainingJobName, TrainingJobArn }) => {
    return resource('training-job', TrainingJobName, TrainingJobArn)
  })
}

async function transformJobs(session: Session, NameContains: string): Promise<Resource[]> {
  const sageMaker = await session.clients.sageMaker()
  const { TransformJobSummaries = [] } = await sageMaker.listTransformJobs({ NameContains })
  return TransformJobSummaries.map(({ TransformJobName, TransformJobArn }) => {
    return resource('transform-job', TransformJobName, TransformJobArn)
  })
}

function resource(kind: Resource['kind'], name = '', arn = ''): Resource {
  return { kind, name, arn }
}
