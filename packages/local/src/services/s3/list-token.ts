import { invalidArgument } from './s3-errors.ts'

/** Opaque to clients: the last name of a page, after which the next page begins. */
export function writeToken(last: string): string {
  return Buffer.from(last).toString('base64url')
}

/** The name that a token stands for. */
export function readToken(token: string): string {
  if (!/^[A-Za-z0-9_-]+$/.test(token)) {
    throw invalidArgument(
      'The continuation token provided is incorrect',
      'continuation-token',
      token,
    )
  }
  return Buffer.from(token, 'base64url').toString('utf8')
}
