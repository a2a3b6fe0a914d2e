import { delimiter, dirname } from 'node:path'
import { environmentVariables } from '@byo/container-kit/contract'
import { createOptMlMap } from './program-command.ts'
import type { ContainerRequest } from './runner.ts'

/** What a process needs of the machine that it runs on. */
export interface ProcessSurroundings {
  readonly execPath: string
  readonly searchPath: string
  readonly homeDir: string
  readonly temporaryDir: string
  readonly port: number | undefined
}

/**
 * The variables of a container's process: the image's, the request's, and those that put the container's
 * folders and port in their place. Nothing else of the emulator's own environment gets there.
 */
export function containerEnvironment(
  request: ContainerRequest,
  surroundings: ProcessSurroundings,
): Record<string, string> {
  const { execPath, searchPath, homeDir, temporaryDir, port } = surroundings
  // Other paths are left alone: a value that begins with a slash may well be the path of a URL.
  const toOptMl = createOptMlMap(request.optMl)
  const asked = { ...imageVariables(request), ...request.environment }
  return {
    ...Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, toOptMl(value)])),
    PATH: [dirname(execPath), searchPath].join(delimiter),
    HOME: homeDir,
    TMPDIR: temporaryDir,
    [environmentVariables.baseDir]: request.optMl,
    ...(port !== undefined && {
      [environmentVariables.bindToPort]: String(port),
      // Requests come through this platform alone, and it sends none once it stops a container.
      [environmentVariables.lingerSeconds]: '0',
    }),
  }
}

function imageVariables({ image }: ContainerRequest): Record<string, string> {
  const variables = image.config.config?.Env ?? []
  return Object.fromEntries(
    variables.map((variable) => {
      const [name, ...value] = variable.split('=')
      return [name as string, value.join('=')]
    }),
  )
}
