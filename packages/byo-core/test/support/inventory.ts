import type { Session } from '../../src/session/session.ts'

/** Everything that an account holds and that somebody may have to pay for, and the ends of its jobs. */
export interface Inventory {
  readonly endpoints: number
  readonly configs: number
  readonly models: number
  /** The statuses of the training jobs and the transform jobs. */
  readonly jobs: readonly string[]
  /** The statuses of the tuning jobs. */
  readonly tuningJobs: readonly string[]
  /** The keys in all buckets. */
  readonly objects: readonly string[]
  /** The keys of the uploads that have begun and not ended. */
  readonly uploads: readonly string[]
  readonly repositories: number
  readonly images: number
}

/** What an account holds where nothing was made, and after all of it is removed. */
export const nothing: Inventory = {
  endpoints: 0,
  configs: 0,
  models: 0,
  jobs: [],
  tuningJobs: [],
  objects: [],
  uploads: [],
  repositories: 0,
  images: 0,
}

/** Lists everything in an account. */
export async function takeInventory(session: Session): Promise<Inventory> {
  const sageMaker = await session.clients.sageMaker()
  const { Endpoints = [] } = await sageMaker.listEndpoints({})
  const { EndpointConfigs = [] } = await sageMaker.listEndpointConfigs({})
  const { Models = [] } = await sageMaker.listModels({})
  const { TrainingJobSummaries = [] } = await sageMaker.listTrainingJobs({})
  const { TransformJobSummaries = [] } = await sageMaker.listTransformJobs({})
  const { HyperParameterTuningJobSummaries: tuning = [] } =
    await sageMaker.listHyperParameterTuningJobs({})
  return {
    endpoints: Endpoints.length,
    configs: EndpointConfigs.length,
    models: Models.length,
    jobs: [
      ...TrainingJobSummaries.map(({ TrainingJobStatus = '' }) => TrainingJobStatus),
      ...TransformJobSummaries.map(({ TransformJobStatus = '' }) => TransformJobStatus),
    ],
    tuningJobs: tuning.map(({ HyperParameterTuningJobStatus: status = '' }) => status),
    ...(await inventoryOfS3(session)),
    ...(await inventoryOfEcr(session)),
  }
}

async function inventoryOfS3(session: Session) {
  const s3 = await session.clients.s3()
  const objects: string[] = []
  const uploads: string[] = []
  for (const { Name: Bucket } of (await s3.listBuckets({})).Buckets ?? []) {
    const { Contents = [] } = await s3.listObjectsV2({ Bucket })
    const { Uploads = [] } = await s3.listMultipartUploads({ Bucket })
    objects.push(...Contents.map(({ Key = '' }) => Key))
    uploads.push(...Uploads.map(({ Key = '' }) => Key))
  }
  return { objects, uploads }
}

async function inventoryOfEcr(session: Session) {
  const ecr = await session.clients.ecr()
  const { repositories = [] } = await ecr.describeRepositories({})
  let images = 0
  for (const { repositoryName } of repositories) {
    images += (await ecr.listImages({ repositoryName })).imageIds?.length ?? 0
  }
  return { repositories: repositories.length, images }
}

/** The same without the records of jobs that have ended: they stay after a failure, to tell what happened. */
export function withoutRecords(inventory: Inventory): Inventory {
  const { jobs, tuningJobs } = inventory
  return { ...inventory, jobs: jobs.filter(goesOn), tuningJobs: tuningJobs.filter(goesOn) }
}

function goesOn(status: string): boolean {
  return !/^(Completed|Failed|Stopped)$/.test(status)
}

/** What there is after a run of that name with the one file `data.csv`: one of each kind. */
export function oneOfEach(name: string): Inventory {
  return {
    endpoints: 1,
    configs: 1,
    models: 1,
    jobs: ['Completed'],
    tuningJobs: [],
    objects: [`byo/${name}/data/train/data.csv`, `byo/${name}/output/model.tar.gz`],
    uploads: [],
    repositories: 1,
    images: 1,
  }
}
