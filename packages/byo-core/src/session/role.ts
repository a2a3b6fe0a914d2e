import { ByoError } from '../errors.ts'
import type { Caller } from './caller.ts'

const roleArnPattern = /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/
const rolePathAndName = /^[\w+=,.@/-]+$/

/**
 * The ARN of the role that SageMaker takes on: the ARN given, or the name given within the caller's
 * account, or else the role that the caller itself has taken on.
 */
export async function resolveRole(
  role: string | undefined,
  caller: () => Promise<Caller>,
): Promise<string> {
  if (role === undefined) return callersRole((await caller()).arn)
  if (role.startsWith('arn:')) {
    if (roleArnPattern.test(role)) return role
    throw new ByoError(
      'invalid-option',
      `"${role}" is not the ARN of a role; those look like arn:aws:iam::123456789012:role/SageMakerRole.`,
    )
  }
  if (!rolePathAndName.test(role)) {
    throw new ByoError('invalid-option', `"${role}" is neither a role's name nor a role's ARN.`)
  }
  const { account, arn } = await caller()
  return `arn:${partitionOfArn(arn)}:iam::${account}:role/${role.replace(/^\//, '')}`
}

/**
 * The role behind an assumed-role ARN, which leaves out the role's path; of SageMaker's own execution
 * roles it's known. Roles of IAM Identity Center can't be taken on by SageMaker.
 */
function callersRole(callerArn: string): string {
  const [, partition, account, name] =
    /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(callerArn) ?? []
  if (name === undefined || name.startsWith('AWSReservedSSO_')) {
    throw new ByoError(
      'role-missing',
      `SageMaker needs a role to work with, and the caller ${callerArn} is none that it can take on: pass role (a name or an ARN), or set SAGEMAKER_ROLE_ARN.`,
    )
  }
  const path = name.startsWith('AmazonSageMaker-') ? 'service-role/' : ''
  return `arn:${partition}:iam::${account}:role/${path}${name}`
}

function partitionOfArn(arn: string): string {
  return /^arn:([^:]+):/.exec(arn)?.[1] ?? 'aws'
}
