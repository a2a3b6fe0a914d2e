import type { Clock } from './clock.ts'
import { newIdentifier } from './identifiers.ts'

/** An access key that this server takes. */
export interface AccessKey {
  readonly secretAccessKey: string
  /** Undefined for the key that stands for no account of its own. */
  readonly accountId: string | undefined
  /** What STS gave out has these as well. */
  readonly session?: Session
}

/** What makes an access key a temporary one. */
export interface Session {
  readonly token: string
  readonly expiration: Date
  /** Whom it stands for. */
  readonly arn: string
  readonly userId: string
}

/** Temporary credentials, as a client needs them. */
export interface IssuedKey extends AccessKey {
  readonly accessKeyId: string
  readonly session: Session
}

/** The secret of every access key that is not STS's. */
const secretAccessKey = 'local'

/** The access keys of a server: `local`, every account's twelve digits, and those that STS gave out. */
export class AccessKeys {
  readonly #clock: Clock
  readonly #issued = new Map<string, IssuedKey>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The key of that id. One of twelve digits is taken for the account, which lets one server play several. */
  find(accessKeyId: string | undefined): AccessKey | undefined {
    if (accessKeyId === undefined) return undefined
    if (accessKeyId === 'local') return { secretAccessKey, accountId: undefined }
    if (/^\d{12}$/.test(accessKeyId)) return { secretAccessKey, accountId: accessKeyId }
    return this.#issued.get(accessKeyId)
  }

  /** Makes a temporary key of an account. */
  issue(accountId: string, caller: Pick<Session, 'arn' | 'userId'>, seconds: number): IssuedKey {
    this.#forgetExpired()
    const key: IssuedKey = {
      accessKeyId: `ASIA${randomText().slice(0, 16).toUpperCase()}`,
      secretAccessKey: (randomText() + randomText()).slice(0, 40),
      accountId,
      session: {
        ...caller,
        token: randomText() + randomText(),
        expiration: new Date(this.#clock.now().getTime() + seconds * 1000),
      },
    }
    this.#issued.set(key.accessKeyId, key)
    return key
  }

  /** A day after its end, no client asks with a key any more that should hear that it has expired. */
  #forgetExpired(): void {
    const yesterday = this.#clock.now().getTime() - 86_400_000
    for (const [id, { session }] of this.#issued) {
      if (session.expiration.getTime() < yesterday) this.#issued.delete(id)
    }
  }
}

function randomText(): string {
  return newIdentifier().replaceAll('-', '')
}
