import { AwsError } from '../errors.ts'
import { parseJsonInput, sendJson, sendJsonError } from '../protocols/aws-json.ts'
import { header } from '../protocols/http-exchange.ts'
import { readBody } from '../protocols/read-body.ts'
import type { HttpService } from '../services/http-service.ts'
import type { JsonOperations } from '../services/operation.ts'

/** A service that speaks AWS JSON 1.1. */
export interface JsonServiceTable {
  readonly operations: JsonOperations
  /** The longest request in bytes. */
  readonly bodyLimit: number
}

/** Answers JSON services, found by what stands before the dot of `X-Amz-Target: Service.Operation`. */
export function createJsonService(
  services: Readonly<Record<string, JsonServiceTable>>,
): HttpService {
  return {
    async handle(exchange, context, enter) {
      const target = header(exchange.request, 'x-amz-target') ?? ''
      const [service = '', name = ''] = target.split('.')
      const table = own(services, service)
      const operation = table && own(table.operations, name)
      if (table === undefined || operation === undefined) throw unknownOperation(target)
      await enter(name)
      const input = parseJsonInput(await readBody(exchange.request, table.bodyLimit, exchange.body))
      sendJson(exchange, await operation(input, context))
    },
    sendError: sendJsonError,
  }
}

/** AWS's answer to an operation that a service does not have; ours names it. */
export function unknownOperation(name: string): AwsError {
  return new AwsError('UnknownOperationException', `This server has no operation "${name}".`)
}

/** A member of the object itself: a client may well send `constructor`. */
function own<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
