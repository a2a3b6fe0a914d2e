import type { Runtime } from '../runtime.ts'

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'
const randomLength = 8
/** Of training jobs, models, endpoint configs and endpoints. Source: AWS's API model. */
const maxNameLength = 63

/**
 * A name like `iris-20261122-094504-k3x9a0bz` that SageMaker accepts: the base as far as it fits,
 * the second it was made in (UTC), and eight random characters (2.8e12 possibilities).
 */
export function uniqueName(
  base: string,
  { now, randomBytes }: Pick<Runtime, 'now' | 'randomBytes'>,
  maxLength: number = maxNameLength,
): string {
  const time = new Date(now())
    .toISOString()
    .replace(/\..*|[-:]/g, '')
    .replace('T', '-')
  const random = Array.from(randomBytes(randomLength), (byte) => alphabet[byte % 36]).join('')
  const suffix = `-${time}-${random}`
  return legalBase(base, maxLength - suffix.length) + suffix
}

/** The base with illegal characters as single hyphens, starting and ending in a letter or digit. */
function legalBase(base: string, maxLength: number): string {
  const legal = base.replace(/[^a-zA-Z0-9]+/g, '-').replace(/^-/, '')
  return legal.slice(0, maxLength).replace(/-$/, '') || 'byo'
}
