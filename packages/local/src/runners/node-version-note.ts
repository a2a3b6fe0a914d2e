import type { ContainerRequest } from './runner.ts'

/** The variable in which Docker's official images of Node say which one they have. */
const versionVariable = 'NODE_VERSION='

/** What to say where a program runs on another Node than in its image, if that is known; else undefined. */
export function nodeVersionNote(
  { image }: ContainerRequest,
  running: string = process.versions.node,
): string | undefined {
  const variable = image.config.config?.Env?.find((one) => one.startsWith(versionVariable))
  const inImage = variable?.slice(versionVariable.length)
  if (inImage === undefined || majorOf(inImage) === majorOf(running)) return undefined
  return `This image has Node ${inImage}. Its program runs here on the emulator's own, Node ${running}.`
}

function majorOf(version: string): string {
  return version.replace(/^v/, '').split('.', 1)[0] as string
}
