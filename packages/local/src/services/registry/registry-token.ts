import type { Owner } from '../../state/arn.ts'

/**
 * What a registry client logs in with: user `AWS` and a password that says whose registry it is for,
 * since neither the host nor the path of a local registry does.
 */
export function formatRegistryToken({ accountId, region }: Owner): string {
  const password = Buffer.from(`${accountId}/${region}`).toString('base64url')
  return Buffer.from(`AWS:${password}`).toString('base64')
}

/** The owner in `Authorization: Basic <token>`; undefined for any other authorization. */
export function parseRegistryToken(authorization: string | undefined): Owner | undefined {
  const token = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1] ?? ''
  const password = Buffer.from(token, 'base64').toString('latin1').replace(/^AWS:/, '')
  const owner = Buffer.from(password, 'base64url').toString('latin1')
  const match = /^(\d{12})\/([a-z0-9-]+)$/.exec(owner)
  return match === null ? undefined : { accountId: match[1] as string, region: match[2] as string }
}
