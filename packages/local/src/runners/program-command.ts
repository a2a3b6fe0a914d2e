import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { basename, join, posix } from 'node:path'
import { defaultBaseDir } from '@byo/container-kit/contract'
import { JobError } from '../errors.ts'
import type { ContainerRequest } from './runner.ts'

/** Turns paths of the container into paths of this machine. */
export type PathMap = (path: string) => string

/** What a container runs, word by word: the entrypoint and its arguments. */
export function commandOf({ image, entrypoint, arguments: words }: ContainerRequest): string[] {
  return [...(entrypoint ?? image.config.config?.Entrypoint ?? []), ...words]
}

/** The image's working folder. */
export function workingDirOf({ image }: ContainerRequest): string {
  return posix.join('/', image.config.config?.WorkingDir ?? '')
}

/** A map of the paths that every container has: `/opt/ml` and all below it lie in the container's own folder. */
export function createOptMlMap(optMl: string): PathMap {
  return (path) => {
    const isBelow = path === defaultBaseDir || path.startsWith(`${defaultBaseDir}/`)
    return isBelow ? join(optMl, path.slice(defaultBaseDir.length)) : path
  }
}

/** A map of all paths of a container: those not below `/opt/ml` lie in the image's tree if they are there. */
export function createPathMap(root: string, optMl: string): PathMap {
  const toOptMl = createOptMlMap(optMl)
  return (path) => {
    const inOptMl = toOptMl(path)
    if (inOptMl !== path || !path.startsWith('/')) return inOptMl
    const inTree = join(root, path)
    return existsSync(inTree) ? inTree : path
  }
}

/**
 * The arguments that make `node` run what the container would run.
 *
 * @throws JobError when that is no Node program, or the image lacks it.
 */
export function nodeArguments(request: ContainerRequest, root: string, toLocal: PathMap): string[] {
  const [program, ...rest] = commandOf(request)
  if (program === undefined) throw cannotStart(request, 'it has no entrypoint')
  if (!isNode(program)) {
    const file = findScript(program, request, root)
    if (file === undefined) throw notNode(request, program)
    return [file, ...rest.map(toLocal)]
  }
  const [script] = rest
  if (script === undefined) throw cannotStart(request, 'its entrypoint is node without a program')
  if (!script.startsWith('-') && !existsSync(inTree(script, request, root, toLocal))) {
    throw cannotStart(request, `it has no file ${posix.join(workingDirOf(request), script)}`)
  }
  return rest.map(toLocal)
}

function isNode(program: string): boolean {
  return /^node(?:js)?$/.test(basename(program))
}

/** A program that is itself a script with `node` in its first line, by path or by name on the image's PATH. */
function findScript(program: string, request: ContainerRequest, root: string): string | undefined {
  const folders = program.includes('/') ? [workingDirOf(request)] : searchPathOf(request)
  return folders
    .map((folder) => join(root, posix.resolve('/', folder, program)))
    .find((file) => /^#!.*\bnode\b/.test(firstLine(file)))
}

function searchPathOf({ image }: ContainerRequest): readonly string[] {
  const path = image.config.config?.Env?.find((variable) => variable.startsWith('PATH='))
  return path?.slice('PATH='.length).split(':') ?? []
}

function firstLine(file: string): string {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return ''
  const start = Buffer.alloc(128)
  const descriptor = openSync(file, 'r')
  const length = readSync(descriptor, start)
  closeSync(descriptor)
  return start.toString('latin1', 0, length).split('\n', 1)[0] as string
}

function inTree(path: string, request: ContainerRequest, root: string, toLocal: PathMap): string {
  return path.startsWith('/') ? toLocal(path) : join(root, workingDirOf(request), path)
}

function notNode(request: ContainerRequest, program: string): JobError {
  return cannotStart(
    request,
    `it runs "${program}", and this emulator runs images as plain processes, which works for Node programs only; ` +
      'give the image an entrypoint such as ["node", "/opt/program/container.mjs"], or start the emulator with runner: \'docker\'',
  )
}

function cannotStart({ image }: ContainerRequest, reason: string): JobError {
  return new JobError(
    'CannotStartContainerError',
    `The image ${image.repository}@${image.digest} cannot be run: ${reason}.`,
  )
}
