import type { XmlValue } from '../../protocols/xml.ts'
import type { IssuedKey } from '../../state/access-keys.ts'

/** A temporary key as STS hands it out. */
export function formatCredentials(key: IssuedKey): XmlValue {
  return {
    AccessKeyId: key.accessKeyId,
    SecretAccessKey: key.secretAccessKey,
    SessionToken: key.session.token,
    Expiration: key.session.expiration.toISOString().replace(/\.\d+/, ''),
  }
}
