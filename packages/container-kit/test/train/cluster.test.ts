import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Host } from '../../src/lifecycle/host.ts'
import { nodeHost } from '../../src/lifecycle/node-host.ts'
import { createLog } from '../../src/logging/log.ts'
import { readCluster } from '../../src/train/cluster.ts'
import { createCluster } from '../../src/train/create-cluster.ts'
import { baseDirWith } from '../fixtures/run-program.ts'

const hosts = Array.from({ length: 12 }, (_, i) => `algo-${i + 1}`).sort()
const realHost = nodeHost()
const silent = createLog('silent', realHost)

async function fileWith(content: unknown): Promise<string> {
  return join(await baseDirWith({ 'resourceconfig.json': content }), 'resourceconfig.json')
}

describe('the cluster', () => {
  it('gives each of twelve hosts a rank of its own, from 0 to 11 [T25]', async () => {
    const clusters = await Promise.all(
      hosts.map(async (host) =>
        readCluster(
          await fileWith({ hosts, current_host: host, network_interface_name: 'eth1' }),
          silent,
        ),
      ),
    )

    expect(clusters.map((cluster) => cluster.rank)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(clusters.map((cluster) => cluster.currentHost)).toEqual(hosts)
    for (const cluster of clusters) {
      expect(cluster).toMatchObject({ hosts, networkInterface: 'eth1' })
    }
  })

  it('knows groups, types and the topology [T26] [T24]', async () => {
    const groups = [
      { instance_group_name: 'a', instance_type: 'ml.p3.2xlarge', hosts: ['algo-1'], New: 1 },
      { instance_group_name: 'b', instance_type: 'ml.m5.large', hosts: ['algo-2'] },
    ]
    const path = await fileWith({
      hosts: ['algo-1', 'algo-2'],
      current_host: 'algo-2',
      current_instance_type: 'ml.m5.large',
      current_group_name: 'b',
      instance_groups: groups,
      topology: [{ rack: 'r1' }],
      something_new: {},
    })

    expect(readCluster(path, silent)).toEqual({
      hosts: ['algo-1', 'algo-2'],
      currentHost: 'algo-2',
      rank: 1,
      networkInterface: undefined,
      instanceType: 'ml.m5.large',
      instanceGroup: 'b',
      instanceGroups: [
        { name: 'a', instanceType: 'ml.p3.2xlarge', hosts: ['algo-1'] },
        { name: 'b', instanceType: 'ml.m5.large', hosts: ['algo-2'] },
      ],
      topology: [{ rack: 'r1' }],
    })
  })

  it('is one group of all hosts where the platform says nothing of groups [T26]', async () => {
    const own = ['algo-1', 'algo-2']
    const path = await fileWith({ hosts: own, current_host: 'algo-1', topology: null })

    expect(readCluster(path, silent)).toMatchObject({
      instanceType: undefined,
      instanceGroup: 'homogeneousCluster',
      instanceGroups: [{ name: 'homogeneousCluster', instanceType: undefined, hosts: own }],
      topology: undefined,
    })
  })

  it('is one host, with a warning, where nothing is said [T27]', async () => {
    let warned = ''
    const log = createLog('info', {
      stdout: () => {},
      stderr: (text) => {
        warned += text
      },
      now: () => new Date(),
    })

    const cluster = readCluster(join(await baseDirWith(), 'none.json'), log)

    expect(cluster).toMatchObject({ hosts: ['localhost'], currentHost: 'localhost', rank: 0 })
    expect(warned).toMatch(/WARN there is no resourceconfig\.json: training as the only host/)
  })

  it('refuses a file whose hosts do not have the current one', async () => {
    const path = await fileWith({ hosts: ['a'], current_host: 'b' })

    expect(() => readCluster(path, silent)).toThrow(`${path} needs "hosts"`)
  })

  it('makes file names unique, where there are several hosts [T50]', async () => {
    const two = await clusterOf(['algo-1', 'algo-2'])
    const one = await clusterOf(['algo-1'])

    expect(two.uniqueName('fitted.csv')).toBe('fitted-algo-1.csv')
    expect(two.uniqueName('a.b/model.tar.gz')).toBe('a.b/model-algo-1.tar.gz')
    expect(two.uniqueName('log')).toBe('log-algo-1')
    expect(two.uniqueName('.env')).toBe('.env-algo-1')
    expect(one.uniqueName('a/fitted.csv')).toBe('a/fitted.csv')
  })
})

/** A host whose clock stands still but for pauses, and whose resolver finds names from so many seconds on. */
function hostThatFinds(from: Record<string, number>): {
  host: Host
  lookedUp: string[]
  pauses: number[]
} {
  let milliseconds = 0
  const lookedUp: string[] = []
  const pauses: number[] = []
  const host: Host = {
    ...realHost,
    now: () => new Date(milliseconds),
    async pause(duration) {
      pauses.push(duration / 1000)
      milliseconds += duration
    },
    async lookUp(name) {
      lookedUp.push(name)
      if (milliseconds / 1000 < (from[name] ?? Number.POSITIVE_INFINITY))
        throw new Error('ENOTFOUND')
    },
  }
  return { host, lookedUp, pauses }
}

async function clusterOf(own: readonly string[], host = realHost, signal = never) {
  const path = await fileWith({ hosts: own, current_host: own[0] })
  return createCluster(readCluster(path, silent), { host, log: silent, signal })
}

const never = new AbortController().signal

describe('waiting for hosts [T29]', () => {
  it('asks again, at longer and longer intervals, until each is found', async () => {
    const { host, lookedUp, pauses } = hostThatFinds({ a: 0, b: 5, c: 100 })

    await (await clusterOf(['a', 'b', 'c'], host)).waitForHosts()

    expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30, 30])
    expect(lookedUp.filter((name) => name === 'a')).toHaveLength(1)
    expect(lookedUp.at(-1)).toBe('c')
  })

  it('gives up after 15 minutes, or what it is told, and names who is missing', async () => {
    const { host, pauses } = hostThatFinds({ a: 0 })
    const cluster = await clusterOf(['a', 'b'], host)

    await expect(cluster.waitForHosts()).rejects.toMatchObject({
      code: 'cluster',
      message: expect.stringMatching(/^No address was found for b within 900 s\./),
    })
    expect(pauses.reduce((sum, seconds) => sum + seconds)).toBe(900)
    pauses.length = 0
    await expect(cluster.waitForHosts({ timeoutSeconds: 5 })).rejects.toThrow('b within 5 s.')
    expect(pauses).toEqual([1, 2, 2])
  })

  it('looks nobody up where there is one host', async () => {
    const { host, lookedUp } = hostThatFinds({})

    await (await clusterOf(['a'], host)).waitForHosts()

    expect(lookedUp).toEqual([])
  })

  it('ends when the job is stopped, however long the resolver takes', async () => {
    const stop = new AbortController()
    const host: Host = { ...realHost, lookUp: () => new Promise(() => {}) }
    const waiting = (await clusterOf(['a', 'b'], host, stop.signal)).waitForHosts()

    stop.abort(new Error('enough'))

    await expect(waiting).rejects.toThrow('enough')
  })

  it('finds real names', async () => {
    await (await clusterOf(['localhost', '127.0.0.1'])).waitForHosts({ timeoutSeconds: 5 })
  })
})
