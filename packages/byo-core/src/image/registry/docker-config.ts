import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dockerSettingsFolder } from '../../environment.ts'
import type { FoundCredentials } from './registry-credentials.ts'
import { type RegistryUse, unreadableLogins } from './registry-errors.ts'

/** What `docker login` leaves behind. */
interface DockerConfig {
  readonly auths?: Readonly<Record<string, { auth?: string; identitytoken?: string }>>
  readonly credHelpers?: Readonly<Record<string, string>>
  readonly credsStore?: string
}

/** What `docker login` keeps for Docker Hub, whose registry has another name. */
export const dockerHubKey = 'https://index.docker.io/v1/'

/** The name and password for a registry that `docker login` has kept, itself or in a credential helper. */
export async function dockerCredentials(
  registry: string,
  use: RegistryUse = 'base image',
): Promise<FoundCredentials | undefined> {
  const file = join(dockerSettingsFolder(), 'config.json')
  const { auths = {}, credHelpers = {}, credsStore } = await readConfig(file, use)
  const keys =
    registry === 'registry-1.docker.io' ? [dockerHubKey] : [registry, `https://${registry}`]
  for (const key of keys) {
    const helper = credHelpers[key] ?? credsStore
    const kept = helper === undefined ? undefined : await askHelper(helper, key)
    if (kept) return { ...kept, source: `docker-credential-${helper}` }
    const { auth, identitytoken } = auths[key] ?? {}
    if (identitytoken) return { identityToken: identitytoken, source: file }
    if (auth) return { ...splitPair(auth), source: file }
  }
  return undefined
}

async function readConfig(file: string, use: RegistryUse): Promise<DockerConfig> {
  const text = await readFile(file, 'utf8').catch(() => '{}')
  try {
    return JSON.parse(text) as DockerConfig
  } catch (cause) {
    throw unreadableLogins(file, use, cause)
  }
}

/** Base64 of name and password, with a colon between them; passwords may have more colons. */
function splitPair(auth: string): { username: string; password: string } {
  const pair = Buffer.from(auth, 'base64').toString()
  const colon = pair.indexOf(':')
  return { username: pair.slice(0, colon), password: pair.slice(colon + 1) }
}

/** Stands in place of a user's name where the secret is an identity token. */
const tokenUser = '<token>'

/** Asks a credential helper; undefined when it isn't there or knows nothing. */
async function askHelper(helper: string, key: string) {
  if (!/^[\w.-]+$/.test(helper)) return undefined
  const answer = await new Promise<string>((resolve) => {
    const child = execFile(`docker-credential-${helper}`, ['get'], (error, stdout) =>
      resolve(error ? '{}' : stdout),
    )
    // A helper that isn't there, or doesn't read, closes the pipe.
    child.stdin?.on('error', () => undefined).end(key)
  })
  const { Username, Secret } = parseAnswer(answer)
  if (Username === undefined || Secret === undefined) return undefined
  return Username === tokenUser
    ? { identityToken: Secret }
    : { username: Username, password: Secret }
}

function parseAnswer(answer: string): { Username?: string; Secret?: string } {
  try {
    return JSON.parse(answer)
  } catch {
    return {}
  }
}
