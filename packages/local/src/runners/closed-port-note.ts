import { environmentVariables } from '@byo/container-kit/contract'
import type { Address } from './runner.ts'

/** What to tell the log of a server that is a process, where nothing listens on its port. */
export function closedPortNote(address: Address | undefined): string | undefined {
  if (address === undefined) return undefined
  return `Note: nothing listens on port ${address.port} yet. A program that runs as a process of this machine cannot have port 8080 for itself: let it listen on the port that ${environmentVariables.bindToPort} names, or use the docker runner.`
}
