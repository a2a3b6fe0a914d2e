import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { defaultBaseDir } from '@byo/container-kit/contract'
import { callDocker, type DockerCommand } from './docker-command.ts'

/** Who the emulator is, in numbers. */
export interface User {
  readonly uid: number
  readonly gid: number
}

/**
 * Makes what a container's root has left in a folder the user's own, who could neither read nor remove it
 * otherwise. It takes a container to do so, of the same image, because that one is there: with `chown`, or with `node`
 * where it has none.
 */
export async function ownFiles(
  docker: DockerCommand,
  folder: string,
  tag: string,
  user: User | undefined = currentUser(),
): Promise<void> {
  // Root can do everything with them anyway, and Windows knows no such owners.
  if (user === undefined || user.uid === 0) return
  const { uid, gid } = user
  if (!(await hasForeignFiles(folder, uid))) return
  const run = [
    ...['run', '--rm', '--pull', 'never', '--network', 'none', '--user', '0'],
    ...['--volume', `${folder}:${defaultBaseDir}`, '--entrypoint'],
  ]
  await callDocker(docker, [...run, 'chown', tag, '-R', '-h', `${uid}:${gid}`, defaultBaseDir])
    .catch(() =>
      callDocker(docker, [...run, 'node', tag, '-e', changeOwner, String(uid), String(gid)]),
    )
    .catch(() => {})
}

function currentUser(): User | undefined {
  const uid = process.getuid?.()
  const gid = process.getgid?.()
  return uid === undefined || gid === undefined ? undefined : { uid, gid }
}

async function hasForeignFiles(folder: string, uid: number): Promise<boolean> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if ((await lstat(path)).uid !== uid) return true
    if (entry.isDirectory() && (await hasForeignFiles(path, uid))) return true
  }
  return false
}

/** For images without `chown`. */
const changeOwner = `
const { lchownSync, readdirSync } = require('node:fs')
const [uid, gid] = process.argv.slice(1).map(Number)
for (const path of ['.', ...readdirSync('${defaultBaseDir}', { recursive: true })])
  lchownSync('${defaultBaseDir}/' + path, uid, gid)
`
