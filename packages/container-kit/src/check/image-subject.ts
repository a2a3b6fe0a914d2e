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
      const call = (...more: string[]) =>
        promisify(execFile)(docker, more, { env }).catch(() => undefined)
      return {
        ...run,
        terminate: async () => void (await call('kill', '--signal', 'TERM', name)),
        async kill() {
          const remove = () => call('rm', '--force', '--volumes', name)
          await remove()
          child.kill('SIGKILL')
          await run.ended.catch(() => {})
          // The engine may have made it in the meantime.
          await remove()
        },
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

function otherFlags({ env = {}, port, noNetwork, readOnlyRoot }: Setting): string[] {
  return [
    ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...(port === undefined ? [] : ['--publish', `127.0.0.1:${port}:${limits.defaultPort}`]),
    ...(noNetwork ? ['--network', 'none'] : []),
    ...(readOnlyRoot ? ['--read-only', '--tmpfs', '/tmp'] : []),
  ]
}
