import { AwsError } from '../errors.ts'
import { readCredentialScope } from '../protocols/credential-scope.ts'
import { type HttpExchange, header } from '../protocols/http-exchange.ts'
import { sendQueryError, sendQueryResult } from '../protocols/query.ts'
import { readBody } from '../protocols/read-body.ts'
import type { HttpService } from '../services/http-service.ts'
import type { QueryOperations } from '../services/operation.ts'
import { validateForm } from '../validation/validate-form.ts'

/** A service that takes forms and gives XML. */
export interface QueryServiceTable {
  /** Of the XML. */
  readonly namespace: string
  /** What its clients send as `Version`. */
  readonly version: string
  readonly operations: QueryOperations
}

/** Bytes: a message of SNS has up to 256 KiB, in which each may be three in a form. */
const bodyLimit = 1024 * 1024

/** Answers the services that take forms, found by what a request is signed for, or by its version or action. */
export function createQueryService(
  services: Readonly<Record<string, QueryServiceTable>>,
): HttpService {
  return {
    async handle(exchange, context, enter) {
      const form = await readForm(exchange)
      const action = form.get('Action') ?? ''
      const service = findBySignature(services, exchange) ?? findByForm(services, form)
      const operation =
        service && Object.hasOwn(service.operations, action) && service.operations[action]
      if (!service || !operation) throw unknownAction(action, form.get('Version'))
      await enter(action)
      const result = operation(validateForm(action, form), context)
      sendQueryResult(exchange, action, service.namespace, result, context.requestId)
    },
    sendError(exchange, error, context) {
      const namespace = findBySignature(services, exchange)?.namespace
      sendQueryError(exchange, namespace, error, context.requestId)
    },
  }
}

/** What comes with a presigned address stands in its query. */
async function readForm({ request, query, body }: HttpExchange): Promise<URLSearchParams> {
  const text = (await readBody(request, bodyLimit, body)).toString('utf8')
  return request.method === 'POST' ? new URLSearchParams(text) : query
}

function findBySignature(
  services: Readonly<Record<string, QueryServiceTable>>,
  { request, query }: HttpExchange,
): QueryServiceTable | undefined {
  const scope = readCredentialScope(header(request, 'authorization'), query)
  return scope && Object.hasOwn(services, scope.service) ? services[scope.service] : undefined
}

function findByForm(
  services: Readonly<Record<string, QueryServiceTable>>,
  form: URLSearchParams,
): QueryServiceTable | undefined {
  const [action, version] = [form.get('Action') ?? '', form.get('Version')]
  const all = Object.values(services)
  return (
    all.find((service) => service.version === version) ??
    all.find(({ operations }) => Object.hasOwn(operations, action))
  )
}

function unknownAction(action: string, version: string | null): AwsError {
  return new AwsError(
    'InvalidAction',
    `Could not find operation ${action || '(none)'} for version ${version ?? '(none)'}.`,
  )
}
