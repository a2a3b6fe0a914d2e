import { posix } from 'node:path'
import type { Cluster, ClusterFacts } from './cluster.ts'
import { type HostsSettings, waitForHosts } from './wait-for-hosts.ts'

/** Adds to what is known of the hosts what can be done with it. */
export function createCluster(facts: ClusterFacts, settings: HostsSettings): Cluster {
  return {
    ...facts,
    waitForHosts: (options = {}) => waitForHosts(facts.hosts, settings, options.timeoutSeconds),
    uniqueName: (name) => uniqueName(name, facts),
  }
}

/** Puts the host's name before the ending of a file name. */
function uniqueName(name: string, { hosts, currentHost }: ClusterFacts): string {
  if (hosts.length === 1) return name
  const base = posix.basename(name)
  const at = base.indexOf('.', 1)
  const [stem, ending] = at === -1 ? [base, ''] : [base.slice(0, at), base.slice(at)]
  return `${name.slice(0, name.length - base.length)}${stem}-${currentHost}${ending}`
}
