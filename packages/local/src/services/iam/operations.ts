import type { QueryOperations } from '../operation.ts'
import { getRole } from './get-role.ts'
import { getUser } from './get-user.ts'

/** The operations of IAM. Nobody's permissions are checked. */
export const iamOperations: QueryOperations = {
  GetRole: getRole,
  GetUser: getUser,
}
