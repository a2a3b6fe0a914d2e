import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { limits } from '../contract/limits.ts'
import { containerPaths } from '../contract/paths.ts'
import { startChild } from './child-run.ts'
import type { Setting, Subject } from './subject.ts'

/** An image, run as the platform runs it: `docker run IMAGE train`, `docker run IMAGE serve`. */
export function imageSubject(
  image: string,
  docker: string,
  env: Readonly<Record<string, string | undefined>>,
): Subject {
  const call = (...words: string[]) => promisify(execFile)(docker, words, { env })
  const callQuietly = (...words: string[]) => call(...words).catch(() => undefined)
  return {
    kind: 'image',
    name: image,
    start(words, setting) {
      const name = `byo-check-${randomUUID()}`
      const flags = ['--name', name, ...mountFlags(setting), ...otherFlags(setting)]
      const { child, ...run } = startChild(docker, ['run', ...flags, image, ...words], {
        detached: true,
        env,
      })
      return {
        ...run,
        terminate: async () => void (await callQuietly('kill', '--signal', 'TERM', name)),
        async kill() {
          const remove = () => callQuietly('rm', '--force', '--volumes', name)
          await remove()
          child.kill('SIGKILL')
          await run.ended.catch(() => {})
          // The engine may have made it in the meantime.
          await remove()
        },
      }
    },
    async makeIsolatedNetwork() {
      const name = `byo-check-${randomUUID()}`
      await call('network', 'create', '--internal', name)
      return {
        name,
        async addressIn() {
          const ids = (await call('ps', '--quiet', '--filter', `network=${name}`)).stdout.trim()
          if (ids === '') return undefined
          const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}'
          return (await call('inspect', '--format', format, ids)).stdout.trim() || undefined
        },
        remove: async () => void (await callQuietly('network', 'rm', '--force', name)),
      }
    },
  }
}

/** Folder by folder, so that what the image has in /opt/ml itself stays in sight. */
function mountFlags({ base, serves, readOnlyInput }: Setting): string[] {
  const inside = containerPaths()
  const mount = (from: string, to: string, readOnly = false) => [
    '--volume',
    `${from}:${to}${readOnly ? ':ro' : ''}`,
  ]
  if (serves) return mount(base.paths.modelDir, inside.modelDir, true)
  return [
    ...mount(base.inputDir, `${inside.baseDir}/input`, readOnlyInput),
    ...mount(base.paths.modelDir, inside.modelDir),
    ...mount(base.paths.outputDir, inside.outputDir),
    ...mount(base.paths.checkpointDir, inside.checkpointDir),
  ]
}

function otherFlags({ env = {}, port, innerPort, network, readOnlyRoot }: Setting): string[] {
  return [
    ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...(port === undefined
      ? []
      : ['--publish', `127.0.0.1:${port}:${innerPort ?? limits.defaultPort}`]),
    ...(network === undefined ? [] : ['--network', network]),
    ...(readOnlyRoot ? ['--read-only', '--tmpfs', '/tmp'] : []),
  ]
}
