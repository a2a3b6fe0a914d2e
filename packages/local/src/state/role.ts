import { createHash } from 'node:crypto'

/** What the ARN of an IAM role says. */
export interface RoleArn {
  readonly partition: string
  readonly accountId: string
  /** Without the path before it. */
  readonly name: string
}

/** Reads `arn:aws:iam::123456789012:role/path/name`; undefined for anything else. */
export function parseRoleArn(arn: string): RoleArn | undefined {
  const pattern = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/(?:[\x21-\x7e]*\/)?([\w+=,.@-]{1,64})$/
  const [, partition, accountId, name] = pattern.exec(arn) ?? []
  if (partition === undefined || accountId === undefined || name === undefined) return undefined
  return { partition, accountId, name }
}

/** The id of a role, the same each time. */
export function roleIdOf(accountId: string, name: string): string {
  const hash = createHash('sha256').update(`${accountId}/${name}`).digest('hex')
  return `AROA${hash.slice(0, 17).toUpperCase()}`
}
