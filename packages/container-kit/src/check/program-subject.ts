import { environmentVariables } from '../contract/environment.ts'
import { startChild } from './child-run.ts'
import type { Setting, Subject } from './subject.ts'

/** A program on this machine, which is told by an environment variable where its folder is. */
export function programSubject(
  command: readonly [string, ...string[]],
  env: Readonly<Record<string, string | undefined>>,
): Subject {
  const [file, ...words] = command
  return {
    kind: 'program',
    name: command.join(' '),
    start(more, setting) {
      const { child, ...run } = startChild(file, [...words, ...more], {
        // A group of its own: it ends whole, and the terminal's Ctrl-C comes to the checker alone.
        detached: true,
        env: { ...env, ...programEnv(setting), ...setting.env },
      })
      return {
        ...run,
        terminate: async () => void child.kill('SIGTERM'),
        async kill() {
          if (child.pid === undefined) return
          try {
            process.kill(-child.pid, 'SIGKILL')
          } catch {
            // The group is gone already.
          }
          await run.ended.catch(() => {})
        },
      }
    },
  }
}

function programEnv({ base, port }: Setting): Record<string, string> {
  return {
    [environmentVariables.baseDir]: base.paths.baseDir,
    ...(port !== undefined && { [environmentVariables.bindToPort]: `${port}` }),
  }
}
