import { limits } from '../contract/limits.ts'
import { ContainerError } from '../errors.ts'
import type { Host } from '../lifecycle/host.ts'
import { orStopped } from '../lifecycle/stop-request.ts'
import type { Log } from '../logging/log.ts'

/** What waiting for hosts needs of the job around it. */
export interface HostsSettings {
  readonly host: Host
  readonly log: Log
  readonly signal: AbortSignal
}

/** Looks all hosts up, again and again at longer and longer intervals, until each has an address. */
export async function waitForHosts(
  hosts: readonly string[],
  settings: HostsSettings,
  timeoutSeconds: number = limits.hostsTimeoutSeconds,
): Promise<void> {
  if (hosts.length === 1) return
  const { host, log, signal } = settings
  const deadline = host.now().getTime() + timeoutSeconds * 1000
  let missing = hosts
  for (let seconds = 1; ; seconds = Math.min(seconds * 2, mostSecondsBetween)) {
    signal.throwIfAborted()
    missing = await orStopped(notFound(missing, host), signal)
    if (missing.length === 0) return
    const left = deadline - host.now().getTime()
    if (left <= 0) throw notFoundInTime(missing, timeoutSeconds)
    log.info('waiting for hosts', { missing: missing.join(' '), seconds })
    await host.pause(Math.min(seconds * 1000, left), signal)
  }
}

/** Those of some hosts that have no address yet. */
async function notFound(hosts: readonly string[], host: Host): Promise<readonly string[]> {
  const found = await Promise.allSettled(hosts.map((name) => host.lookUp(name)))
  return hosts.filter((_, at) => found[at]?.status === 'rejected')
}

function notFoundInTime(missing: readonly string[], timeoutSeconds: number): ContainerError {
  return new ContainerError(
    'cluster',
    `No address was found for ${missing.join(', ')} within ${timeoutSeconds} s. The names are those of resourceconfig.json; check whether these hosts still run.`,
  )
}

const mostSecondsBetween = 30
