import { ContainerError } from '../errors.ts'
import type { Log } from '../logging/log.ts'
import { isObject, readConfig } from './read-config.ts'

/**
 * The hosts of a training job.
 *
 * @public
 */
export interface Cluster extends ClusterFacts {
  /**
   * Waits until all hosts of the job can be found by their names, which at the start of a job may take a while. A job of one
   * host waits for nothing.
   *
   * @param options - `timeoutSeconds`: how long to wait, 900 by default as in AWS's training toolkit.
   * @throws ContainerError with code `cluster` that names the hosts not found in time; the reason of `signal` when
   * the job is stopped.
   */
  waitForHosts(options?: { readonly timeoutSeconds?: number }): Promise<void>
  /**
   * A file name of this host's own: `fitted.csv` on the only host, `fitted-algo-2.csv` where there are several, because the
   * model and output folders of all hosts are put together in the end.
   *
   * @param name - What the file is called, with or without folders and ending.
   */
  uniqueName(name: string): string
}

/**
 * What the platform says of the hosts of a training job.
 *
 * @public
 */
export interface ClusterFacts {
  /** Names of all hosts, sorted as text: the same list on every host. */
  readonly hosts: readonly string[]
  /** The name of this one. */
  readonly currentHost: string
  /** Place of this host in `hosts`, from 0. */
  readonly rank: number
  /** The interface on which the hosts reach each other, such as `eth0`; undefined where the platform says none. */
  readonly networkInterface: string | undefined
  /** What this host is, such as `ml.m5.large`; undefined where the platform says nothing. */
  readonly instanceType: string | undefined
  /** The instance group of this host; `homogeneousCluster` where the job has none. */
  readonly instanceGroup: string
  /** The instance groups of the job; where it has none, one with all hosts. */
  readonly instanceGroups: readonly ClusterGroup[]
  /** Where the hosts stand to each other, as the platform has it; undefined for most instance types. */
  readonly topology: unknown
}

/**
 * A group of equal hosts.
 *
 * @public
 */
export interface ClusterGroup {
  /** As the job named it. */
  readonly name: string
  /** What each host of the group is, such as `ml.m5.large`; undefined where the platform says nothing. */
  readonly instanceType: string | undefined
  /** The names of the hosts of the group. */
  readonly hosts: readonly string[]
}

/** Reads `resourceconfig.json`, from where alone names of hosts come; without it there is one host. */
export function readCluster(path: string, log: Log): ClusterFacts {
  const config = readConfig(path)
  if (config === undefined) {
    log.warn('there is no resourceconfig.json: training as the only host', { path })
    return facts(['localhost'], 'localhost', {})
  }
  const { hosts, current_host: currentHost } = config
  if (!isListOfText(hosts) || typeof currentHost !== 'string' || !hosts.includes(currentHost)) {
    throw new ContainerError(
      'config-file',
      `${path} needs "hosts", a list of names, and "current_host", one of them; it has ` +
        `${JSON.stringify(hosts)} and ${JSON.stringify(currentHost)}.`,
    )
  }
  return facts(hosts, currentHost, config)
}

function facts(
  hosts: readonly string[],
  currentHost: string,
  config: Readonly<Record<string, unknown>>,
): ClusterFacts {
  const instanceType = textOf(config.current_instance_type)
  const instanceGroup = textOf(config.current_group_name) ?? 'homogeneousCluster'
  const listed = Array.isArray(config.instance_groups)
    ? config.instance_groups.flatMap(groupOf)
    : []
  return {
    hosts,
    currentHost,
    rank: hosts.indexOf(currentHost),
    networkInterface: textOf(config.network_interface_name),
    instanceType,
    instanceGroup,
    instanceGroups: listed.length > 0 ? listed : [{ name: instanceGroup, instanceType, hosts }],
    topology: config.topology ?? undefined,
  }
}

/** One of `instance_groups`, or nothing where it has no name. */
function groupOf(value: unknown): ClusterGroup[] {
  if (!isObject(value) || typeof value.instance_group_name !== 'string') return []
  const { instance_group_name: name, instance_type: type, hosts } = value
  return [{ name, instanceType: textOf(type), hosts: isListOfText(hosts) ? hosts : [] }]
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function isListOfText(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
