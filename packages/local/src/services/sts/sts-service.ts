import { AwsError } from '../../errors.ts'
import { sendQueryError, sendQueryResult } from '../../protocols/query.ts'
import { readBody } from '../../protocols/read-body.ts'
import { partitionOf } from '../../state/arn.ts'
import type { HttpService } from '../http-service.ts'

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/'
const bodyLimit = 64 * 1024

/**
 * Says who asks: everybody has taken on one role of the account, since nothing is signed for here. So whoever
 * looks for SageMaker's execution role behind the caller finds one, as in a notebook on SageMaker.
 */
export const stsService: HttpService = {
  async handle(exchange, context, enter) {
    const body = await readBody(exchange.request, bodyLimit)
    const operation = new URLSearchParams(body.toString('utf8')).get('Action')
    if (operation !== 'GetCallerIdentity') {
      throw new AwsError('InvalidAction', `Could not find operation ${operation ?? '(none)'}.`)
    }
    await enter(operation)
    const result = {
      Arn: `arn:${partitionOf(context.region)}:sts::${context.accountId}:assumed-role/byo-local/laptop`,
      UserId: 'AROABYOLOCAL000000000:laptop',
      Account: context.accountId,
    }
    sendQueryResult(exchange, operation, namespace, result, context.requestId)
  },
  sendError(exchange, error, context) {
    sendQueryError(exchange, namespace, error, context.requestId)
  },
}
