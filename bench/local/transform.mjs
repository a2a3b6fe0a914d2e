// A batch transform of many small rows, beside the same requests sent to the program itself.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import {
  CreateModelCommand,
  CreateTransformJobCommand,
  DescribeTransformJobCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker'
import { createSession, publishImage } from '@byo/core'
import { startLocalSageMaker } from '@byo/local'
import { median } from '../figures.mjs'
import { row } from '../rows.mjs'
import { seconds, untilThere } from './clock.mjs'

/** Answers each row with its first field. */
const program = `import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
createServer(async (request, response) => {
  const rows = await text(request)
  response.end(rows.replace(/,.*/g, ''))
}).listen(process.env.SAGEMAKER_BIND_TO_PORT, function () {
  console.log(this.address().port)
})
`

const role = 'arn:aws:iam::000000000000:role/bench'
const megabyte = 1024 ** 2

/** From the request to the job that is Completed, the start of the container included. */
export async function* benchTransform(folder, { quick }) {
  const [count, rounds] = quick ? [1000, 1] : [1_000_000, 5]
  const file = join(folder, 'transform.mjs')
  writeFileSync(file, program)
  const rows = Array.from({ length: count }, (_, i) => `${i},5.1,3.5,1.4,0.2,setosa\n`)
  const local = await startLocalSageMaker()
  try {
    const { clientConfig } = local
    const session = await createSession({ clientConfig, role })
    const image = { program: file, repository: 'bench-transform', baseImage: 'scratch' }
    const { uri } = await publishImage(session, image)
    const client = new SageMakerClient(clientConfig)
    const bucket = await session.bucket()
    const input = { Bucket: bucket, Key: 'in/rows.csv', Body: rows.join('') }
    await new S3Client({ ...clientConfig, forcePathStyle: true }).send(new PutObjectCommand(input))
    const model = { ModelName: 'rows', PrimaryContainer: { Image: uri }, ExecutionRoleArn: role }
    await client.send(new CreateModelCommand(model))
    const times = { ours: [], bare: [] }
    for (let round = 0; round < rounds; round++) {
      times.ours.push(await seconds(() => transform(client, bucket, `job-${round}`)))
      times.bare.push(await seconds(() => askProgram(file, rows)))
    }
    yield row({
      part: 'local',
      work: `${count.toLocaleString('en-US')} rows through a transform`,
      ours: { by: '@byo/local', value: median(times.ours), times: times.ours },
      rival: { by: 'the program alone', value: median(times.bare), times: times.bare },
    })
  } finally {
    await local.close()
  }
}

async function transform(client, bucket, name) {
  await client.send(
    new CreateTransformJobCommand({
      TransformJobName: name,
      ModelName: 'rows',
      BatchStrategy: 'MultiRecord',
      MaxPayloadInMB: 1,
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/in/` } },
        ContentType: 'text/csv',
        SplitType: 'Line',
      },
      TransformOutput: { S3OutputPath: `s3://${bucket}/out/${name}`, AssembleWith: 'Line' },
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    }),
  )
  const key = { TransformJobName: name }
  const ended = await untilThere(async () => {
    const found = await client.send(new DescribeTransformJobCommand(key))
    return found.TransformJobStatus === 'InProgress' ? undefined : found
  })
  if (ended.TransformJobStatus !== 'Completed') throw new Error(ended.FailureReason)
}

/** Starts the program, sends it the rows 1 MB at a time, keeps what it answers, and ends it. */
async function askProgram(file, rows) {
  const child = spawn(process.execPath, [file], { env: { SAGEMAKER_BIND_TO_PORT: '0' } })
  const [port] = await once(child.stdout, 'data')
  const url = `http://127.0.0.1:${Number(port)}/invocations`
  const perRequest = Math.floor(megabyte / rows.at(-1).length)
  const answers = []
  for (let at = 0; at < rows.length; at += perRequest) {
    const body = rows.slice(at, at + perRequest).join('')
    const response = await fetch(url, { method: 'POST', body })
    answers.push(await response.text())
  }
  child.kill()
  return answers.join('')
}
