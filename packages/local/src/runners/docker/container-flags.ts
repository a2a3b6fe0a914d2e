import { readdir } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { defaultBaseDir, limits } from '@byo/container-kit/contract'
import type { ContainerRequest } from '../runner.ts'

/** What a container is made from, besides its request. */
export interface ContainerParts {
  readonly name: string
  readonly tag: string
  readonly flags: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

/**
 * The words after `docker create`: the container as SageMaker starts it, without an init process, a terminal,
 * or limits of processors.
 */
export async function createWords(
  request: ContainerRequest,
  { name, tag, flags, environment }: ContainerParts,
): Promise<string[]> {
  const [program, ...first] = request.entrypoint ?? []
  return [
    'create',
    ...['--name', name, '--pull', 'never', '--log-driver', 'json-file'],
    ...flags,
    ...memoryFlags(request),
    ...(await mountFlags(request)),
    ...Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
    ...(program === undefined ? [] : ['--entrypoint', program]),
    tag,
    ...first,
    ...request.arguments,
  ]
}

/** A limit is one of memory, and swapping does not stretch it. */
function memoryFlags({ memoryMegabytes }: ContainerRequest): readonly string[] {
  if (memoryMegabytes === undefined) return []
  const limit = `${memoryMegabytes}m`
  return ['--memory', limit, '--memory-swap', limit]
}

/** Publishes the port of a server to this machine alone, at any free port; that of an isolated one cannot be. */
export function publishFlags({ serves, networkIsolation }: ContainerRequest): readonly string[] {
  return serves && !networkIsolation ? ['--publish', `127.0.0.1::${limits.defaultPort}`] : []
}

/**
 * Folder by folder, so that what the image has in /opt/ml itself, such as its code, stays in sight. A server
 * may not write to its model. Training may write to its input, as it may to SageMaker's disk.
 */
async function mountFlags({ optMl, serves }: ContainerRequest): Promise<string[]> {
  const folders = await readdir(optMl, { withFileTypes: true }).catch(() => [])
  return folders
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const options = [
        'type=bind',
        csvField(`source=${join(optMl, name)}`),
        csvField(`target=${posix.join(defaultBaseDir, name)}`),
        ...(serves && name === 'model' ? ['readonly'] : []),
      ]
      return ['--mount', options.join(',')]
    })
}

/** Docker reads the options of a mount as a line of CSV. */
function csvField(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
