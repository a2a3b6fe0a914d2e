// A tuning job of many small trials, beside the same program started as often by hand.
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  CreateHyperParameterTuningJobCommand,
  DescribeHyperParameterTuningJobCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker'
import { createSession, publishImage } from '@byo/core'
import { startLocalSageMaker } from '@byo/local'
import { median } from '../figures.mjs'
import { row } from '../rows.mjs'
import { seconds, untilThere } from './clock.mjs'

/** Says how far it is from the best there is. */
const program = `import { readFileSync, writeFileSync } from 'node:fs'
const home = process.env.SAGEMAKER_BASE_DIR
const { x } = JSON.parse(readFileSync(home + '/input/config/hyperparameters.json', 'utf8'))
writeFileSync(home + '/model/model.txt', x)
console.log('loss=' + (x - 0.3) ** 2 + ';')
`

const role = 'arn:aws:iam::000000000000:role/bench'
const atOnce = 4

/** From the request to the last trial that is Completed, by each strategy. */
export async function* benchTuning(folder, { quick }) {
  const [count, rounds] = quick ? [8, 1] : [200, 3]
  const home = join(folder, 'tuning')
  const file = writeProgram(home)
  const local = await startLocalSageMaker()
  try {
    const { clientConfig } = local
    const session = await createSession({ clientConfig, role })
    const image = { program: file, repository: 'bench-tuning', baseImage: 'scratch' }
    const { uri } = await publishImage(session, image)
    const client = new SageMakerClient(clientConfig)
    const output = `s3://${await session.bucket()}/tuning`
    const strategies = ['Random', 'Bayesian']
    const times = { Random: [], Bayesian: [], bare: [] }
    for (let round = 0; round < rounds; round++) {
      for (const strategy of strategies) {
        const job = { name: `${strategy}-${round}`, strategy, count, uri, output }
        times[strategy].push(await seconds(() => tune(client, job)))
      }
      times.bare.push(await seconds(() => runPrograms(file, home, count)))
    }
    for (const strategy of strategies) {
      yield row({
        part: 'local',
        work: `${count} trials, ${atOnce} at once, ${strategy}`,
        ours: { by: '@byo/local', value: median(times[strategy]), times: times[strategy] },
        rival: { by: `${count} × node`, value: median(times.bare), times: times.bare },
      })
    }
  } finally {
    await local.close()
  }
}

/** The program, with what it needs to be run by hand. */
function writeProgram(home) {
  for (const part of ['model', 'input/config']) mkdirSync(join(home, part), { recursive: true })
  writeFileSync(join(home, 'input/config/hyperparameters.json'), '{"x":"0.5"}')
  const file = join(home, 'program.mjs')
  writeFileSync(file, program)
  return file
}

async function tune(client, { name, strategy, count, uri, output }) {
  const key = { HyperParameterTuningJobName: name }
  await client.send(
    new CreateHyperParameterTuningJobCommand({
      ...key,
      HyperParameterTuningJobConfig: {
        Strategy: strategy,
        RandomSeed: 1,
        HyperParameterTuningJobObjective: { Type: 'Minimize', MetricName: 'loss' },
        ResourceLimits: { MaxNumberOfTrainingJobs: count, MaxParallelTrainingJobs: atOnce },
        ParameterRanges: {
          ContinuousParameterRanges: [{ Name: 'x', MinValue: '0', MaxValue: '1' }],
        },
      },
      TrainingJobDefinition: {
        AlgorithmSpecification: {
          TrainingImage: uri,
          TrainingInputMode: 'File',
          MetricDefinitions: [{ Name: 'loss', Regex: 'loss=(.*?);' }],
        },
        RoleArn: role,
        OutputDataConfig: { S3OutputPath: output },
        ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
        StoppingCondition: { MaxRuntimeInSeconds: 600 },
      },
    }),
  )
  const ended = await untilThere(async () => {
    const found = await client.send(new DescribeHyperParameterTuningJobCommand(key))
    return found.HyperParameterTuningJobStatus === 'InProgress' ? undefined : found
  })
  const { Completed } = ended.TrainingJobStatusCounters
  if (Completed !== count) throw new Error(`${name}: ${Completed} of ${count} trials completed.`)
}

/** As many at once as the tuning job has. */
async function runPrograms(file, home, count) {
  let left = count
  const env = { SAGEMAKER_BASE_DIR: home }
  const one = () =>
    new Promise((resolve) => {
      spawn(process.execPath, [file], { env, stdio: 'ignore' }).on('exit', resolve)
    })
  const takeOver = async () => {
    while (left-- > 0) await one()
  }
  await Promise.all(Array.from({ length: atOnce }, takeOver))
}
