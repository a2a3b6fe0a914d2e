import type { Clients } from '../clients.ts'
import type { PlannedInputs } from './planned-request.ts'

/** What happens to requests. */
export interface PlanningRules {
  /** The answer to a request; undefined for one that AWS has to be asked, which changes nothing. */
  answer(operation: string, input: object): object | undefined
  /** Told of each request that would have made or changed something. */
  note(service: keyof PlannedInputs, operation: string, input: object): void
}

/** What is used of the SDK's clients and commands here. */
interface Client {
  send(command: Command, options?: object): Promise<object>
}

interface Command {
  readonly middlewareStack: {
    add(middleware: Middleware, options: { step: 'initialize'; priority: 'high' }): void
  }
}

type Middleware = (
  next: (call: { readonly input: object }) => Promise<object>,
  context: { readonly commandName?: string },
) => (call: { readonly input: object }) => Promise<object>

const readOperation = /^(Get|Head|List|Describe|BatchCheck|BatchGet)/

/**
 * Clients that look like the session's, and send only requests that read. The session's own stay as they
 * are: a derived object takes the place of each, and a middleware goes on each command.
 */
export function planningClients(clients: Clients, rules: PlanningRules): Clients {
  return {
    ...clients,
    s3: async () => planningClient(await clients.s3(), 's3', rules),
    ecr: async (region) => planningClient(await clients.ecr(region), 'ecr', rules),
    sageMaker: async () => planningClient(await clients.sageMaker(), 'sageMaker', rules),
  }
}

function planningClient<C extends object>(
  client: C,
  service: keyof PlannedInputs,
  { answer, note }: PlanningRules,
): C {
  const middleware: Middleware = (next, context) => async (call) => {
    const operation = context.commandName?.replace(/Command$/, '') ?? ''
    const isRead = readOperation.test(operation)
    const output = answer(operation, call.input)
    if (isRead && output === undefined) return next(call)
    if (!isRead) note(service, operation, call.input)
    return { output: { $metadata: {}, ...output } }
  }
  const send: Client['send'] = (command, options = {}) => {
    command.middlewareStack.add(middleware, { step: 'initialize', priority: 'high' })
    return (client as unknown as Client).send(command, options)
  }
  return Object.create(client, { send: { value: send } })
}
