import { rmSync } from 'node:fs'
import { copyFile, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dockerSettingsFolder, onExit } from '../../environment.ts'
import { isDockerHub } from '../image-reference.ts'
import type { RegistryLogin } from '../image-target.ts'
import { dockerHubKey } from '../registry/docker-config.ts'

/** What the user's settings hold beside config.json and is of use here: builders, plugins, contexts, TLS. */
const kept = /^(buildx|cli-plugins|contexts|.*\.pem)$/

/**
 * Does work with a folder of settings for Docker that opens one registry, and takes the folder away
 * whatever happens. `docker login` would leave the password with the user, and `docker --config` would
 * lose the user's builders, plugins and contexts: the folder has links to those. Without a token there is nothing
 * to add to the user's own settings.
 */
export async function withDockerSettings<T>(
  { host, token }: RegistryLogin,
  work: (variables: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  if (token === undefined) return work({})
  // For its owner only, as mkdtemp makes them.
  const folder = await mkdtemp(join(tmpdir(), 'byo-docker-'))
  const forget = onExit(() => rmSync(folder, { recursive: true, force: true }))
  try {
    const own = dockerSettingsFolder()
    await linkSettings(own, folder)
    const config = addRegistry(await readConfig(join(own, 'config.json')), { host, token })
    const file = join(folder, 'config.json')
    await writeFile(file, JSON.stringify(config), { mode: 0o600 })
    // Podman's docker looks at the second first.
    return await work({ DOCKER_CONFIG: folder, REGISTRY_AUTH_FILE: file })
  } finally {
    forget()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The members of Docker's config.json that this package changes. */
export interface DockerConfig {
  readonly auths?: Readonly<Record<string, unknown>>
  readonly credHelpers?: Readonly<Record<string, string>>
  readonly credsStore?: string
}

/** The configuration with the token for one registry, which neither a store nor a helper may hide. */
export function addRegistry(
  config: DockerConfig,
  { host, token }: { readonly host: string; readonly token: string },
): DockerConfig {
  const key = isDockerHub(host) ? dockerHubKey : host
  const { [key]: _, ...credHelpers } = config.credHelpers ?? {}
  return {
    ...config,
    auths: { ...config.auths, [key]: { auth: token } },
    // No helper means the store; one without a name means the file. Podman has no store, and takes no such name.
    credHelpers: config.credsStore ? { ...credHelpers, [key]: '' } : credHelpers,
  }
}

/** A file that is missing or broken is Docker's to complain of when it's used without us. */
async function readConfig(file: string): Promise<DockerConfig> {
  try {
    const config: unknown = JSON.parse(await readFile(file, 'utf8'))
    return typeof config === 'object' && config !== null ? config : {}
  } catch {
    return {}
  }
}

async function linkSettings(own: string, folder: string): Promise<void> {
  const entries = await readdir(own, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (!kept.test(entry.name)) continue
    const [from, to] = [join(own, entry.name), join(folder, entry.name)]
    // Windows lets everybody make junctions to folders, and few people links to files.
    await (entry.isFile() ? copyFile(from, to) : symlink(from, to, 'junction'))
  }
}
