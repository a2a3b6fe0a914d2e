import type { Clients } from '../clients.ts'
import { request } from '../requests/request.ts'

/** Whose credentials sign the requests. */
export interface Caller {
  readonly account: string
  readonly arn: string
}

/** Asks STS who calls. */
export async function identifyCaller(clients: Clients): Promise<Caller> {
  const sts = await clients.sts()
  const { Account = '', Arn = '' } = await request('GetCallerIdentity', undefined, (options) =>
    sts.getCallerIdentity({}, options),
  )
  return { account: Account, arn: Arn }
}
