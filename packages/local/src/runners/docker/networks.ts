import type { ClusterPlace, ContainerRequest } from '../runner.ts'
import { callDocker, type DockerCommand } from './docker-command.ts'
import { labelFlags } from './leftovers.ts'

/** A network that a container is part of. */
export interface JoinedNetwork {
  /** What `docker create` needs to know. */
  readonly flags: readonly string[]
  /** Addresses of the network and of this machine in it; undefined where there is no way out of it. */
  readonly way: NetworkWay | undefined
  /** Called once, after the container's end. The last one out removes it. */
  leave(): Promise<void>
}

/** How a network leads to this machine. */
export interface NetworkWay {
  readonly gateway: string
  readonly subnet: string
}

interface OpenNetwork {
  readonly name: string
  readonly way: Promise<NetworkWay | undefined>
  members: number
}

/**
 * The networks of an emulator's containers: one for all that are alone, in which no one has a name; one for
 * each cluster; one without a way out for each isolated server, because only in a network can it be reached. That
 * server's address is the container's own, which leads nowhere if the engine runs in a virtual machine.
 */
export class Networks {
  readonly #docker: DockerCommand
  readonly #runId: string
  readonly #open = new Map<string, OpenNetwork>()
  #count = 0

  constructor(docker: DockerCommand, runId: string) {
    this.#docker = docker
    this.#runId = runId
  }

  async join(request: ContainerRequest): Promise<JoinedNetwork> {
    const { cluster, networkIsolation, serves } = request
    const names = hostFlags(cluster)
    const isAlone = cluster === undefined || cluster.hosts.length === 1
    if (isAlone && networkIsolation && !serves) {
      const own = cluster === undefined ? [] : ['--add-host', `${cluster.host}:127.0.0.1`]
      return { flags: ['--network', 'none', ...names, ...own], way: undefined, async leave() {} }
    }
    const key = keyOf(request, isAlone, this.#count)
    const network = this.#open.get(key) ?? this.#create(key, networkIsolation)
    network.members += 1
    const alias = isAlone ? [] : ['--network-alias', cluster.host]
    const leave = (): Promise<void> => this.#leave(key, network)
    try {
      const way = await network.way
      return { flags: ['--network', network.name, ...names, ...alias], way, leave }
    } catch (error) {
      await leave()
      throw error
    }
  }

  #create(key: string, isInternal: boolean): OpenNetwork {
    this.#count += 1
    const name = `byo-local-${this.#runId}-${this.#count}`
    const network = { name, way: this.#createInEngine(name, isInternal), members: 0 }
    this.#open.set(key, network)
    return network
  }

  async #createInEngine(name: string, isInternal: boolean): Promise<NetworkWay | undefined> {
    const flags = isInternal ? ['--internal'] : []
    await callDocker(this.#docker, [
      'network',
      'create',
      ...labelFlags(this.#runId),
      ...flags,
      name,
    ])
    if (isInternal) return undefined
    const format = '{{range .IPAM.Config}}{{println .Gateway .Subnet}}{{end}}'
    const lines = await callDocker(this.#docker, ['network', 'inspect', '--format', format, name])
    const [gateway, subnet] =
      lines
        .split('\n')
        .find((line) => /^[\d.]+ /.test(line))
        ?.split(' ') ?? []
    return gateway === undefined || subnet === undefined ? undefined : { gateway, subnet }
  }

  async #leave(key: string, network: OpenNetwork): Promise<void> {
    network.members -= 1
    if (network.members > 0 || key === shared) return
    this.#open.delete(key)
    await callDocker(this.#docker, ['network', 'rm', network.name]).catch(() => {})
  }
}

/** The network of all that are alone, which stays for the next. */
const shared = 'shared'

function keyOf(
  { cluster, networkIsolation }: ContainerRequest,
  isAlone: boolean,
  count: number,
): string {
  if (!isAlone) return `cluster ${cluster?.id}`
  return networkIsolation ? `isolated ${count}` : shared
}

function hostFlags(cluster: ClusterPlace | undefined): readonly string[] {
  return cluster === undefined ? [] : ['--hostname', cluster.host]
}
