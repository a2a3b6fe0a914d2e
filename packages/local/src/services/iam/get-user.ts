import { AwsError } from '../../errors.ts'

/** A GetUser request. */
export interface GetUserInput {
  readonly UserName?: string
}

/** Refuses: there are roles and no users here, and whoever asks is a role as well. */
export function getUser({ UserName: name }: GetUserInput): never {
  if (name === undefined) {
    throw new AwsError(
      'ValidationError',
      'Must specify userName when calling with non-User credentials',
    )
  }
  throw new AwsError('NoSuchEntity', `The user with name ${name} cannot be found.`, 404)
}
