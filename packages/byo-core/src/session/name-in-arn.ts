import { ByoError } from '../errors.ts'
import type { Session } from './session.ts'

/** A kind of thing in SageMaker. */
export interface ArnKind {
  /** As ARNs have it, such as `training-job`. */
  readonly type: string
  /** As people call it, such as `training job`. */
  readonly noun: string
}

/** The name in an ARN of SageMaker in the session's region, or the name itself. */
export function nameInArn({ region }: Session, { type, noun }: ArnKind, nameOrArn: string): string {
  if (!nameOrArn.startsWith('arn:')) return nameOrArn
  const [, place, found, name] =
    /^arn:[^:]+:sagemaker:([^:]+):\d{12}:([\w-]+)\/(.+)$/.exec(nameOrArn) ?? []
  if (name === undefined || found !== type) {
    throw new ByoError(
      'invalid-option',
      `"${nameOrArn}" is not the ARN of a ${noun}; those look like arn:aws:sagemaker:eu-west-1:123456789012:${type}/iris-1.`,
    )
  }
  if (place !== region) {
    throw new ByoError(
      'invalid-option',
      `The ${noun} ${nameOrArn} is in ${place}, and the session is in ${region}: make a session with region: '${place}'.`,
    )
  }
  return name
}

/** Throws when an ARN was given and it isn't that of what was found under its name. */
export function checkOwnArn(noun: string, nameOrArn: string, arn: string): void {
  // AWS writes names in ARNs in lower case; a user need not.
  if (!nameOrArn.startsWith('arn:') || arn.toLowerCase() === nameOrArn.toLowerCase()) return
  throw new ByoError(
    'not-found',
    `The ${noun} ${nameOrArn} belongs to another account than the session's, which has ${arn}: use credentials of its account.`,
  )
}
