import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { newIdentifier } from '../../state/identifiers.ts'
import { callDocker, type DockerCommand } from './docker-command.ts'

/** The label of everything that emulators make in an engine; its value is the run id of the one that did. */
const label = 'byo-local'

/** A run id tells of the machine and the process, so that another emulator sees whether it is still alive. */
export function newRunId(): string {
  return `${machine()}-${process.pid}-${newIdentifier().slice(0, 8)}`
}

/** What labels containers and networks. */
export function labelFlags(runId: string): readonly string[] {
  return ['--label', `${label}=${runId}`]
}

/** Removes the containers, networks and images of a run, in this order, and whatever else can be. */
export async function removeRun(docker: DockerCommand, runId: string): Promise<void> {
  const call = (...words: string[]): Promise<string> => callDocker(docker, words).catch(() => '')
  const filter = ['--filter', `label=${label}=${runId}`]
  const containers = words(await call('ps', '--all', '--quiet', ...filter))
  if (containers.length > 0) await call('rm', '--force', '--volumes', ...containers)
  const networks = words(await call('network', 'ls', '--quiet', ...filter))
  if (networks.length > 0) await call('network', 'rm', ...networks)
  const images = (await listImages(docker)).filter((tag) => tag.endsWith(`-${runId}`))
  if (images.length > 0) await call('rmi', '--force', ...images)
}

/** Removes what emulators of this machine left that were killed together with their reaper. */
export async function removeLeftovers(docker: DockerCommand): Promise<void> {
  const found = await Promise.all([
    callDocker(docker, ['ps', '--all', '--filter', `label=${label}`, '--format', '{{.Labels}}']),
    callDocker(docker, ['network', 'ls', '--filter', `label=${label}`, '--format', '{{.Labels}}']),
    listImages(docker).then((tags) => tags.join('\n')),
  ])
  const pattern = new RegExp(`\\b${machine()}-(\\d+)-[0-9a-f]{8}\\b`, 'g')
  const runs = new Map(
    [...found.join('\n').matchAll(pattern)].map(([run, pid]) => [run, Number(pid)]),
  )
  for (const [run, pid] of runs) if (!isAlive(pid)) await removeRun(docker, run)
}

/** Whether a process is there. Signal 0 is sent to nobody: it only asks whether it could be. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function listImages(docker: DockerCommand): Promise<readonly string[]> {
  const format = '{{.Repository}}:{{.Tag}}'
  return words(await callDocker(docker, ['images', '--format', format]).catch(() => '')).filter(
    (tag) => tag.startsWith('localhost/byo-local/'),
  )
}

function machine(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}
