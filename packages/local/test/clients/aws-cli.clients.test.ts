import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { oddKeys, program, useForeignClient } from './support/foreign-client.ts'
import { pythonWith } from './support/python.ts'

const python = pythonWith('clients')

describe.skipIf(python === undefined)('the AWS CLI, unmodified', () => {
  const client = useForeignClient(python)
  const aws = (...words: string[]) => client().aws(...words)

  it('copies, syncs, lists and removes files, whatever their names [G001]', async () => {
    const from = join(client().folder, 'from')
    const to = join(client().folder, 'to')
    mkdirSync(join(from, 'a folder'), { recursive: true })
    writeFileSync(join(from, 'a folder/ü+%.csv'), '1,2')
    // Large enough to travel in parts.
    writeFileSync(join(from, 'big.bin'), Buffer.alloc(9_000_000, 'abc'))

    await aws('s3', 'mb', 's3://cli-bucket')
    await aws('s3', 'sync', from, 's3://cli-bucket/in')
    await aws('s3', 'sync', 's3://cli-bucket/in', to)
    await aws('s3', 'cp', 's3://cli-bucket/in/big.bin', 's3://cli-bucket/copy.bin')
    const listed = await aws('s3', 'ls', '--recursive', 's3://cli-bucket')
    await aws('s3', 'rb', '--force', 's3://cli-bucket')

    expect(readdirSync(to).sort()).toEqual(['a folder', 'big.bin'])
    expect(readFileSync(join(to, 'a folder/ü+%.csv'), 'utf8')).toBe('1,2')
    const [sent, got] = [from, to].map((folder) => readFileSync(join(folder, 'big.bin')))
    expect(sent?.equals(got as Buffer)).toBe(true)
    expect(listed.trim().split('\n')).toHaveLength(3)
    expect(await aws('s3', 'ls')).toBe('')
  }, 120_000)

  it('round-trips keys of every spelling [G110]', async () => {
    await aws('s3', 'mb', 's3://odd-keys')
    for (const [i, key] of oddKeys.entries()) {
      const [file, copy] = [join(client().folder, `${i}`), join(client().folder, `${i}-copy`)]
      writeFileSync(file, key)
      await aws('s3', 'cp', file, `s3://odd-keys/${key}`)
      await aws('s3', 'mv', `s3://odd-keys/${key}`, `s3://odd-keys/moved/${key}`)
      await aws('s3', 'cp', `s3://odd-keys/moved/${key}`, copy)

      expect(readFileSync(copy, 'utf8')).toBe(key)
    }
    const list = await aws('s3api', 'list-objects-v2', '--bucket', 'odd-keys')
    const keys = JSON.parse(list).Contents.map(({ Key }: { Key: string }) => Key)
    expect(keys.sort()).toEqual(oddKeys.map((key) => `moved/${key}`).sort())
  }, 120_000)

  it('logs in to the registry and says who it is [G001]', async () => {
    const { proxyEndpoint } = JSON.parse(await aws('ecr', 'get-authorization-token'))
      .authorizationData[0]
    const password = (await aws('ecr', 'get-login-password')).trim()
    const { Arn } = JSON.parse(await aws('sts', 'get-caller-identity'))

    const login = Buffer.from(`AWS:${password}`).toString('base64')
    const answer = await fetch(`${proxyEndpoint}/v2/`, {
      headers: { authorization: `Basic ${login}` },
    })
    expect(answer.status).toBe(200)
    expect(Arn).toMatch(/^arn:aws:sts::000000000000:assumed-role\//)
  }, 60_000)

  it('goes from a file to predictions and away again [G001]', async () => {
    const { folder } = client()
    const role = 'arn:aws:iam::000000000000:role/any'
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    const sagemaker = (operation: string, input: object) =>
      aws('sagemaker', operation, '--cli-input-json', JSON.stringify(input))
    const { result: image } = await client().script('push_image.py', 'aws-cli', program)
    await aws('s3', 'mb', 's3://way')
    await aws('s3', 'cp', file('a.csv', '1,2'), 's3://way/in/a.csv')

    await sagemaker('create-training-job', {
      TrainingJobName: 'job',
      RoleArn: role,
      AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'File' },
      ResourceConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 1 },
      InputDataConfig: [
        {
          ChannelName: 'train',
          DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://way/in' } },
        },
      ],
      OutputDataConfig: { S3OutputPath: 's3://way/out' },
      StoppingCondition: { MaxRuntimeInSeconds: 600 },
    })
    const job = await until(
      async () =>
        JSON.parse(await aws('sagemaker', 'describe-training-job', '--training-job-name', 'job')),
      (seen) => !['InProgress', 'Stopping'].includes(seen.TrainingJobStatus),
    )
    expect(job.TrainingJobStatus).toBe('Completed')

    const PrimaryContainer = {
      Image: image,
      ModelDataUrl: job.ModelArtifacts.S3ModelArtifacts,
    }
    await sagemaker('create-model', { ModelName: 'm', ExecutionRoleArn: role, PrimaryContainer })
    const variant = { InstanceType: 'ml.m5.large', InitialInstanceCount: 1, ModelName: 'm' }
    await sagemaker('create-endpoint-config', {
      EndpointConfigName: 'c',
      ProductionVariants: [{ ...variant, VariantName: 'AllTraffic' }],
    })
    await sagemaker('create-endpoint', { EndpointName: 'e', EndpointConfigName: 'c' })
    await until(
      async () => JSON.parse(await aws('sagemaker', 'describe-endpoint', '--endpoint-name', 'e')),
      (seen) => seen.EndpointStatus !== 'Creating',
    )
    const body = ['--body', '3,4', '--content-type', 'text/csv', join(folder, 'answer')]
    await aws('sagemaker-runtime', 'invoke-endpoint', '--endpoint-name', 'e', ...body)
    expect(readFileSync(join(folder, 'answer'), 'utf8')).toBe('1,2|3,4')

    await aws('sagemaker', 'delete-endpoint', '--endpoint-name', 'e')
    await aws('sagemaker', 'delete-endpoint-config', '--endpoint-config-name', 'c')
    await aws('sagemaker', 'delete-model', '--model-name', 'm')
    expect(JSON.parse(await aws('sagemaker', 'list-models')).Models).toEqual([])
  }, 120_000)

  it('shows errors in the words of AWS, and waits as it does [G001]', async () => {
    const job = ['--training-job-name', 'none']
    await expect(aws('sagemaker', 'describe-training-job', ...job)).rejects.toThrow(
      /ValidationException.*Requested resource not found/,
    )
    await expect(
      aws('sagemaker', 'wait', 'endpoint-deleted', '--endpoint-name', 'none'),
    ).resolves.toBe('')
    await expect(aws('logs', 'describe-log-streams', '--log-group-name', 'x')).rejects.toThrow(
      /ResourceNotFoundException.*The specified log group does not exist/,
    )
  }, 60_000)
})

/** Looks again and again, since the command's own waiters look every minute or two. */
async function until<Seen>(
  look: () => Promise<Seen>,
  isEnough: (seen: Seen) => boolean,
): Promise<Seen> {
  for (;;) {
    const seen = await look()
    if (isEnough(seen)) return seen
  }
}
