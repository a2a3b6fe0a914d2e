import { ContainerError } from '../errors.ts'
import { readConfig } from './read-config.ts'

/**
 * The hosts of a training job.
 *
 * @public
 */
export interface Cluster {
  /** Names of all hosts, sorted as text: the same list on every host. */
  readonly hosts: readonly string[]
  /** The name of this one. */
  readonly currentHost: string
  /** Place of this host in `hosts`, from 0. */
  readonly rank: number
}

/** Reads `resourceconfig.json`; without it there is one host. */
export function readCluster(path: string): Cluster {
  const config = readConfig(path)
  if (config === undefined) return { hosts: ['localhost'], currentHost: 'localhost', rank: 0 }
  const { hosts, current_host: currentHost } = config
  if (!isListOfText(hosts) || typeof currentHost !== 'string' || !hosts.includes(currentHost)) {
    throw new ContainerError(
      'config-file',
      `${path} needs "hosts", a list of names, and "current_host", one of them; it has ` +
        `${JSON.stringify(hosts)} and ${JSON.stringify(currentHost)}.`,
    )
  }
  return { hosts, currentHost, rank: hosts.indexOf(currentHost) }
}

function isListOfText(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
