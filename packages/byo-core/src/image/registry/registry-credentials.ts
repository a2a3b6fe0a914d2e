/**
 * The name and password (or access token) for a registry.
 *
 * @public
 */
export interface RegistryCredentials {
  /** Such as `ann`, or what the registry wants with a token, such as `oauth2accesstoken`. */
  readonly username: string
  /** The password or token; sent to the registry and its token service, and nowhere else. */
  readonly password: string
}

/** Credentials, and where they come from, for messages. */
export type FoundCredentials = (RegistryCredentials | { readonly identityToken: string }) & {
  readonly source: string
}

/** The header of HTTP's Basic scheme. */
export function basicAuthorization({ username, password }: RegistryCredentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}
