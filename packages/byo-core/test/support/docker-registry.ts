import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { temporaryFolder } from './temporary-folder.ts'

/** A real registry that wants a name and a password. */
export interface DockerRegistry extends AsyncDisposable {
  /** Host and port. */
  readonly host: string
  readonly credentials: { readonly username: string; readonly password: string }
}

const command: string = 'docker-registry'

/** Whether Docker's own registry is on this machine. Says so where it isn't. */
export function hasDockerRegistry(): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    process.stderr.write(
      'Skipped: these tests need the program docker-registry, and it is not in the path.\n',
    )
    return false
  }
}

/** The user `ann` with the password `se:cret`, as htpasswd writes it. */
const passwords = 'ann:$2y$04$0UM1EdQSbuytLXgkRWAQ3uU.wPUCIIbnUZiXro/ND/tygpyGRo.u.\n'

/** Engines speak plain HTTP to registries on loopback; some do so on certain ports only. */
const ports = Array.from({ length: 20 }, (_, index) => 5001 + index)

/** Starts Docker's registry on a free port with a folder of its own. */
export async function startDockerRegistry(): Promise<DockerRegistry> {
  const folder = temporaryFolder({ htpasswd: passwords })
  const host = `127.0.0.1:${await freePort()}`
  const settings = join(folder.path, 'config.yml')
  writeFileSync(
    settings,
    `version: 0.1
storage: {filesystem: {rootdirectory: ${folder.path}/images}}
http: {addr: "${host}"}
auth: {htpasswd: {realm: test, path: ${folder.path}/htpasswd}}
`,
  )
  const child = spawn(command, ['serve', settings], { stdio: 'ignore' })
  const exited = once(child, 'exit')
  while (!(await answers(host))) {
    if (child.exitCode !== null) throw new Error(`docker-registry ended with ${child.exitCode}`)
    await sleep(50)
  }
  return {
    host,
    credentials: { username: 'ann', password: 'se:cret' },
    async [Symbol.asyncDispose]() {
      child.kill()
      await exited
      folder[Symbol.dispose]()
    },
  }
}

async function freePort(): Promise<number> {
  for (const port of ports) {
    const server = createServer().listen(port, '127.0.0.1')
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    )
    if (!isFree) continue
    server.close()
    await once(server, 'close')
    return port
  }
  throw new Error(`None of the ports ${ports.join(', ')} is free.`)
}

async function answers(host: string): Promise<boolean> {
  const response = await fetch(`http://${host}/v2/`).catch(() => undefined)
  await response?.body?.cancel()
  return response?.status === 401
}
