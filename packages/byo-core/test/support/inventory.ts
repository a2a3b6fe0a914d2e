import type { Session } from '../../src/session/session.ts'

/** Everything of this package's making that the account holds. */
export async function inventory(session: Session) {
  const [sageMaker, s3, ecr] = await Promise.all([
    session.clients.sageMaker(),
    session.clients.s3(),
    session.clients.ecr(),
  ])
  const { Endpoints } = await sageMaker.listEndpoints({})
  const { EndpointConfigs } = await sageMaker.listEndpointConfigs({})
  const { Models } = await sageMaker.listModels({})
  const { TrainingJobSummaries } = await sageMaker.listTrainingJobs({})
  const { Contents = [] } = await s3.listObjectsV2({ Bucket: await session.bucket() })
  const { repositories } = await ecr.describeRepositories({})
  return {
    endpoints: Endpoints?.length,
    configs: EndpointConfigs?.length,
    models: Models?.length,
    jobs: TrainingJobSummaries?.map((job) => job.TrainingJobStatus),
    objects: Contents.map(({ Key }) => Key),
    repositories: repositories?.length,
  }
}

/** An account that holds none of it. */
export const nothing = {
  endpoints: 0,
  configs: 0,
  models: 0,
  jobs: [],
  objects: [],
  repositories: 0,
}
