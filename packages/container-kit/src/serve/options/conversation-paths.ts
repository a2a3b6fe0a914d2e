import { environmentVariables } from '../../contract/environment.ts'
import { routes } from '../../contract/routes.ts'
import { ContainerError } from '../../errors.ts'
import type { ServerSettings } from './serve-options.ts'

/**
 * Where a program holds conversations; nowhere if it has no handler for them.
 *
 * @throws ContainerError with code `usage` for a path that would stand for something else, or if threads run the handlers.
 */
export function resolveConversationPaths(
  { converse, conversationPaths = [] }: ServerSettings,
  workers: number,
): readonly string[] {
  if (converse === undefined) return []
  if (workers > 0) {
    throw new ContainerError(
      'usage',
      `A program with converse cannot have workers, and this one has ${workers}: conversations are held in the server's own thread. Set workers and ${environmentVariables.modelServerWorkers} to 0, or leave converse out.`,
    )
  }
  const others: readonly string[] = [routes.ping, routes.invocations, routes.metrics]
  for (const path of conversationPaths) {
    if (/^\/[^?#{}\s]*$/.test(path) && !others.includes(path)) continue
    throw new ContainerError(
      'usage',
      `conversationPaths has ${JSON.stringify(path)}: a path starts with "/", has no query and is none of ${others.join(', ')}.`,
    )
  }
  return [routes.bidirectionalStream, ...conversationPaths]
}
