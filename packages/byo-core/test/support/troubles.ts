import type { LocalSageMaker, RequestFault } from '@byo/local'
import type { ByoErrorCode } from '../../src/errors.ts'

/** What goes wrong with an operation, and the code of the error that it may end in. */
export interface Trouble {
  readonly name: string
  /** In the order in which they happen. */
  readonly faults: readonly Omit<RequestFault, 'operation'>[]
  /** Undefined where only success will do. */
  readonly code?: ByoErrorCode
  /** The operations that it is of interest to. @defaultValue all */
  readonly of?: RegExp
}

/** What a service says to credentials whose time is over. */
export const expired = { code: 'ExpiredTokenException', message: 'The security token is expired.' }

/** Operations that make something, which a second attempt may find made already. */
const making = /^(Create|Put|Initiate|Upload|Complete)/

/** The SDK sends a request three times; what goes on for longer gets through to us. */
export const troubles: readonly Trouble[] = [
  {
    name: 'throttled four times',
    faults: [{ error: 'throttle', times: 4 }],
    code: 'request-refused',
  },
  {
    name: 'answered 500 four times',
    faults: [{ error: 'fail', times: 4 }],
    code: 'request-refused',
  },
  {
    name: 'reset before it is done, and then once it is done',
    faults: [{ dropRequest: true }, { loseResponse: true }],
  },
  {
    name: 'reset once it is done, three times',
    faults: [{ loseResponse: true, times: 3 }],
    code: 'endpoint-unreachable',
    of: making,
  },
  {
    name: 'reset once it is done, and then throttled',
    faults: [{ loseResponse: true }, { error: 'throttle', times: 4 }],
    code: 'request-refused',
    of: making,
  },
  {
    name: 'sent with a token that has expired',
    faults: [{ error: expired }],
    code: 'credentials-missing',
  },
]

/** The operations that a trouble is of interest to, all at once where it may not stop what is under way. */
export function groupsOf({ of = /./, code }: Trouble, operations: readonly string[]): string[][] {
  const concerned = operations.filter((operation) => of.test(operation))
  return code === undefined ? [concerned] : concerned.map((operation) => [operation])
}

/** Lets a trouble happen to each of the operations, from now on. */
export function orderFaults(
  { faults }: LocalSageMaker,
  trouble: Pick<Trouble, 'faults'>,
  operations: readonly string[],
): { notTaken(): string[] } {
  const ordered = operations.map((operation) => ({
    operation,
    first: trouble.faults.map((fault) => faults.add({ operation, ...fault }))[0],
  }))
  return {
    notTaken: () => ordered.filter(({ first }) => !first?.taken).map(({ operation }) => operation),
  }
}
