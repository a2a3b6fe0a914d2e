import type { ContainerRequest } from './runner.ts'

/** What is to be said of a container that is to have a limit of memory, which a process of this machine has not. */
export function memoryNote({ memoryMegabytes }: ContainerRequest): string | undefined {
  if (memoryMegabytes === undefined) return undefined
  return `Note: SageMaker gives this container ${memoryMegabytes} MB of memory. Here it runs as a process, whose memory is not limited; the docker runner limits it.`
}
