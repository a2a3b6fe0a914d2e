import { createHash } from 'node:crypto'
import type { ClusterPlace } from './runner.ts'

/**
 * An address for each host of a cluster. On Linux every host has a loopback address of its own,
 * `127.x.y.z`, which all of 127.0.0.0/8 is there for; elsewhere only 127.0.0.1 exists, and all hosts share it.
 *
 * @param runId - Keeps clusters of other emulators on this machine apart.
 */
export function clusterAddresses(
  { id, hosts }: ClusterPlace,
  runId: string,
  platform: string = process.platform,
): Readonly<Record<string, string>> {
  if (platform !== 'linux') return Object.fromEntries(hosts.map((host) => [host, '127.0.0.1']))
  const first = createHash('sha256').update(`${runId}/${id}`).digest().readUInt32BE() % addressCount
  return Object.fromEntries(hosts.map((host, at) => [host, addressAt((first + at) % addressCount)]))
}

/** 127.1.0.1 to 127.254.255.254, without the last bytes 0 and 255. */
const addressCount = 254 * 256 * 254

function addressAt(place: number): string {
  const last = place % 254
  const third = Math.floor(place / 254) % 256
  const second = Math.floor(place / (254 * 256))
  return `127.${second + 1}.${third}.${last + 1}`
}
