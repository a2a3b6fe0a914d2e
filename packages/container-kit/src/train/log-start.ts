import { packageVersion } from '../lifecycle/package-version.ts'
import type { Runtime } from '../lifecycle/runtime.ts'
import { isSecret } from './is-secret.ts'
import type { TrainContext } from './train-program.ts'

/** Says in one line what is trained with what, and no secrets. */
export function logStart(
  context: TrainContext<unknown, string, string>,
  sent: Readonly<Record<string, string>>,
  { host, log }: Runtime,
): void {
  log.info('training starts', {
    kit: packageVersion,
    node: host.nodeVersion,
    job: context.jobName,
    host: context.cluster.currentHost,
    hosts: context.cluster.hosts.length,
    channels: Object.keys({ ...context.channels, ...context.streams }).join(' '),
    hyperparameters: JSON.stringify(
      Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, shown(name, value)])),
    ),
  })
}

function shown(name: string, value: string): string {
  if (isSecret(name, value)) return '(hidden)'
  return value.length > shownChars ? `${value.slice(0, shownChars)}…` : value
}

const shownChars = 100
