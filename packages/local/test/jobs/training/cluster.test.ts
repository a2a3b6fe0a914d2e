import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readArchive } from '../../support/artifacts.ts'
import {
  type Answer,
  bucket,
  channel,
  type PlatformUnderTest,
  readLog,
  trainingJob,
  usePlatform,
  waitForJob,
} from '../../support/with-platform.ts'

const opened = usePlatform()

/** Runs a job that tells what each of its hosts sees. */
async function train(test: PlatformUnderTest, changes: object): Promise<Answer> {
  const image = test.images.addProgram('tells-its-host')
  await test.sageMaker('CreateTrainingJob', trainingJob(image, changes))
  return waitForJob(test)
}

/** What each host has seen, by its name. */
async function seenBy(test: PlatformUnderTest): Promise<Record<string, Answer>> {
  const files = await readArchive(test, 'out/job/output/model.tar.gz')
  return Object.fromEntries(
    Object.entries(files)
      .filter(([path]) => path.endsWith('.json'))
      .map(([path, text]) => [path.slice(0, -'.json'.length), JSON.parse(text)]),
  )
}

const instances = (InstanceCount: number) => ({
  ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount, VolumeSizeInGB: 1 },
})

describe('a job on several instances', () => {
  it('starts a process a host, each told who it is and who all are [G032]', async () => {
    const test = opened()
    const job = await train(test, instances(3))

    expect(job.TrainingJobStatus).toBe('Completed')
    expect(job.ResourceConfig.InstanceCount).toBe(3)
    const hosts = ['algo-1', 'algo-2', 'algo-3']
    const seen = await seenBy(test)
    expect(Object.keys(seen)).toEqual(hosts)
    for (const host of hosts) {
      expect(seen[host].resourceConfig).toEqual({
        current_host: host,
        current_instance_type: 'ml.m5.large',
        current_group_name: 'homogeneousCluster',
        hosts,
        instance_groups: [
          { instance_group_name: 'homogeneousCluster', instance_type: 'ml.m5.large', hosts },
        ],
        network_interface_name: 'eth0',
      })
    }
  })

  it('has hosts that reach each other by name [G032]', async () => {
    const test = opened()
    const program = `
      import { readFileSync } from 'node:fs'
      import { createServer } from 'node:http'
      import { join } from 'node:path'
      import { setTimeout as delay } from 'node:timers/promises'
      const config = join(process.env.SAGEMAKER_BASE_DIR, 'input/config/resourceconfig.json')
      const { current_host: own, hosts } = JSON.parse(readFileSync(config, 'utf8'))
      const heard = new Set()
      const server = createServer((request, response) => {
        heard.add(request.url)
        response.end(own)
      }).listen(7777)
      for (const host of hosts) {
        for (let answer; answer !== host; await delay(10)) {
          answer = await fetch('http://' + host + ':7777/' + own).then((r) => r.text(), () => {})
        }
      }
      while (heard.size < hosts.length) await delay(10)
      console.log(own + ' has met all')
      server.close()
      server.closeAllConnections()`
    const image = test.images.add('meets', {
      layers: [{ 'opt/meets.mjs': program }],
      config: { Entrypoint: ['node', '/opt/meets.mjs'] },
    })
    await test.sageMaker('CreateTrainingJob', trainingJob(image, instances(2)))

    expect((await waitForJob(test)).TrainingJobStatus).toBe('Completed')
    const lines = await readLog(test, '/aws/sagemaker/TrainingJobs')
    expect(lines.toSorted()).toEqual(['algo-1 has met all', 'algo-2 has met all'])
  })

  it('sorts its hosts as text, as SageMaker does', async () => {
    const test = opened()
    await train(test, instances(11))

    const { 'algo-2': second } = await seenBy(test)
    expect(second.resourceConfig.hosts.slice(0, 4)).toEqual([
      'algo-1',
      'algo-10',
      'algo-11',
      'algo-2',
    ])
  })

  it('has a log stream a host', async () => {
    const test = opened()
    await train(test, instances(2))

    const group = '/aws/sagemaker/TrainingJobs'
    expect(await readLog(test, group, 'job/algo-1-')).toEqual(['here is algo-1'])
    expect(await readLog(test, group, 'job/algo-2-')).toEqual(['here is algo-2'])
  })

  it('merges models and other output of all hosts; of clashing files the first host’s stays', async () => {
    const test = opened()
    await train(test, instances(3))

    const model = await readArchive(test, 'out/job/output/model.tar.gz')
    expect(model['shared.txt']).toBe('algo-1')
    expect(await readArchive(test, 'out/job/output/output.tar.gz')).toEqual({
      'algo-1.txt': 'algo-1',
      'algo-2.txt': 'algo-2',
      'algo-3.txt': 'algo-3',
    })
  })

  it('gives each host its share of a sharded channel and all of a replicated one [G033]', async () => {
    const test = opened()
    const keys = Array.from({ length: 10 }, (_, i) => `${i}.csv`)
    for (const key of keys) await test.put(`data/${key}`, key)
    const replicated = channel('all', `s3://${bucket}/data/`)
    const sharded = channel('some', `s3://${bucket}/data/`)
    sharded.DataSource.S3DataSource.S3DataDistributionType = 'ShardedByS3Key'
    await train(test, { ...instances(3), InputDataConfig: [replicated, sharded] })

    const seen = await seenBy(test)
    const filesOf = (host: string, name: string): string[] =>
      seen[host].files
        .filter((file: string) => file.startsWith(`${name}/`))
        .map((file: string) => file.slice(name.length + 1))
    const hosts = Object.keys(seen)
    for (const host of hosts) expect(filesOf(host, 'all')).toEqual(keys)
    const shares = hosts.map((host) => filesOf(host, 'some'))
    expect(shares.flat().sort()).toEqual(keys)
    expect(shares.map((share) => share.length)).toEqual([4, 3, 3])
    expect(seen['algo-1'].inputDataConfig.some.S3DistributionType).toBe('ShardedByS3Key')
  })

  it('leaves hosts without data where there are fewer objects than hosts, also of a manifest', async () => {
    const test = opened()
    await test.put('m/a', 'a')
    await test.put('m/b', 'b')
    const S3Uri = await test.put('list', JSON.stringify([{ prefix: `s3://${bucket}/m/` }, 'a']))
    const S3DataSource = {
      S3DataType: 'ManifestFile',
      S3Uri,
      S3DataDistributionType: 'ShardedByS3Key',
    }
    await train(test, {
      ...instances(2),
      InputDataConfig: [{ ChannelName: 'train', DataSource: { S3DataSource } }],
    })

    const seen = await seenBy(test)
    expect([seen['algo-1'].files, seen['algo-2'].files]).toEqual([['train/a'], []])
  })

  it('fails with the reason of the host that failed, and tells the others to stop', async () => {
    const test = opened()
    const meeting = mkdtempSync(join(tmpdir(), 'byo-meeting-'))
    const job = await train(test, {
      ...instances(3),
      HyperParameters: { fails: 'algo-2', meeting },
    }).finally(() => rmSync(meeting, { recursive: true }))

    expect(job).toMatchObject({
      TrainingJobStatus: 'Failed',
      FailureReason: 'AlgorithmError: algo-2 gives up, exit code: 4',
    })
    const output = await readArchive(test, 'out/job/output/output.tar.gz')
    expect(output['told.txt']).toBe('told to stop')
  })
})

describe('a job on instance groups', () => {
  const groups = [
    { InstanceGroupName: 'data', InstanceType: 'ml.c5.xlarge', InstanceCount: 2 },
    { InstanceGroupName: 'math', InstanceType: 'ml.m5.large', InstanceCount: 1 },
  ]

  it('tells each host its group, type and the channels of that group', async () => {
    const test = opened()
    const uri = await test.put('data/a.csv', 'a')
    const forData = channel('train', uri)
    forData.DataSource.S3DataSource.InstanceGroupNames = ['data']
    await train(test, {
      ResourceConfig: { InstanceGroups: groups, VolumeSizeInGB: 1 },
      InputDataConfig: [forData, channel('all', uri)],
    })

    const seen = await seenBy(test)
    const { resourceConfig } = seen['algo-3']
    expect(resourceConfig).toMatchObject({
      current_group_name: 'math',
      current_instance_type: 'ml.m5.large',
      hosts: ['algo-1', 'algo-2', 'algo-3'],
      instance_groups: [
        {
          instance_group_name: 'data',
          instance_type: 'ml.c5.xlarge',
          hosts: ['algo-1', 'algo-2'],
        },
        { instance_group_name: 'math', instance_type: 'ml.m5.large', hosts: ['algo-3'] },
      ],
    })
    expect(Object.keys(seen['algo-1'].inputDataConfig)).toEqual(['train', 'all'])
    expect(Object.keys(seen['algo-3'].inputDataConfig)).toEqual(['all'])
    expect(seen['algo-3'].files).toEqual(['all/a.csv'])
  })
})
