// Fifty training jobs at once, beside the same program started fifty times by hand.
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  CreateTrainingJobCommand,
  ListTrainingJobsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker'
import { createSession, publishImage } from '@byo/core'
import { startLocalSageMaker } from '@byo/local'
import { median } from '../figures.mjs'
import { row } from '../rows.mjs'
import { seconds, untilThere } from './clock.mjs'

/** The least that a training program can do. */
const program = `import { writeFileSync } from 'node:fs'
writeFileSync(process.env.SAGEMAKER_BASE_DIR + '/model/model.txt', 'a model')
`

const role = 'arn:aws:iam::000000000000:role/bench'

/** From the first request to the last job that is Completed. */
export async function* benchJobs(folder, { quick }) {
  const [count, rounds] = quick ? [3, 1] : [50, 5]
  const file = join(folder, 'program.mjs')
  mkdirSync(join(folder, 'model'), { recursive: true })
  writeFileSync(file, program)

  const local = await startLocalSageMaker()
  try {
    const { clientConfig } = local
    const session = await createSession({ clientConfig, role })
    const image = { program: file, repository: 'bench', baseImage: 'scratch' }
    const { uri } = await publishImage(session, image)
    const client = new SageMakerClient(clientConfig)
    const output = `s3://${await session.bucket()}/jobs`
    const times = { ours: [], bare: [] }
    for (let round = 0; round < rounds; round++) {
      const jobs = { count, uri, output, name: `job-${round}` }
      times.ours.push(await seconds(() => runJobs(client, jobs)))
      times.bare.push(await seconds(() => runPrograms(file, folder, count)))
    }
    yield row({
      part: 'local',
      work: `${count} training jobs at once`,
      ours: { by: '@byo/local', value: median(times.ours), times: times.ours },
      rival: { by: `${count} × node`, value: median(times.bare), times: times.bare },
    })
  } finally {
    await local.close()
  }
}

async function runJobs(client, { count, uri, output, name }) {
  const creations = Array.from({ length: count }, (_, i) =>
    client.send(
      new CreateTrainingJobCommand({
        TrainingJobName: `${name}-${i}`,
        RoleArn: role,
        AlgorithmSpecification: { TrainingImage: uri, TrainingInputMode: 'File' },
        OutputDataConfig: { S3OutputPath: output },
        ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
        StoppingCondition: { MaxRuntimeInSeconds: 600 },
      }),
    ),
  )
  await Promise.all(creations)
  await untilThere(async () => {
    const request = { NameContains: `${name}-`, MaxResults: 100 }
    const { TrainingJobSummaries: jobs } = await client.send(new ListTrainingJobsCommand(request))
    const failed = jobs.find((job) => job.TrainingJobStatus === 'Failed')
    if (failed) throw new Error(`The job ${failed.TrainingJobName} failed.`)
    return jobs.every((job) => job.TrainingJobStatus === 'Completed') || undefined
  })
}

function runPrograms(file, folder, count) {
  const env = { SAGEMAKER_BASE_DIR: folder }
  const one = () =>
    new Promise((resolve) => spawn(process.execPath, [file], { env }).on('exit', resolve))
  return Promise.all(Array.from({ length: count }, one))
}
