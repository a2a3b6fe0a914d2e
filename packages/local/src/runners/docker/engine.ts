import { LocalError } from '../../errors.ts'
import { callDocker, type DockerCommand } from './docker-command.ts'

/** What the container engine says of itself. */
export interface Engine {
  /** What its containers run on, as images name it, such as `linux/amd64`. */
  readonly platform: string
  /** Whether its containers reach this machine by the gateway of their network. Otherwise there is a machine, or a
   * namespace of the user's, between. */
  readonly isNative: boolean
}

/**
 * Asks the engine who it is.
 *
 * @throws LocalError `no-container-engine` when there is no docker command, or no engine behind it.
 */
export async function findEngine(docker: DockerCommand): Promise<Engine> {
  try {
    const [version, info] = await Promise.all([
      callDocker(docker, ['version', '--format', '{{json .Server}}']),
      callDocker(docker, ['info', '--format', '{{json .}}']),
    ])
    const { Os, Arch } = JSON.parse(version)
    const { SecurityOptions = [], OperatingSystem = '' } = JSON.parse(info)
    const isRootless = SecurityOptions.some((one: string) => /rootless/.test(one))
    const isDesktop = /Docker Desktop/.test(OperatingSystem)
    return {
      platform: `${Os}/${Arch}`,
      isNative: process.platform === 'linux' && !isRootless && !isDesktop,
    }
  } catch (cause) {
    throw noEngine(docker, cause)
  }
}

function noEngine({ program }: DockerCommand, cause: unknown): LocalError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const isMissing = /ENOENT/.test(reason)
  const what = isMissing
    ? `There is no command "${program}" on the PATH`
    : `The container engine does not answer (${reason})`
  return new LocalError(
    'no-container-engine',
    `${what}. Start Docker or podman, or use runner: 'process', which needs neither.`,
    { cause },
  )
}
