import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from './temporary-folder.ts'

/** A command in a temporary folder that stands for Docker. */
export interface FakeDocker extends Disposable {
  /** For `dockerCommand`. */
  readonly command: string
  readonly folder: string
  /** The words of each call, in their order. */
  calls(): string[][]
  /** What the last push had to work with. */
  settings(): {
    readonly folder: string
    readonly modes: readonly string[]
    readonly config: unknown
    readonly entries: readonly string[]
    readonly dockerHost?: string
  }
}

/** What kind of image the engine makes, and what goes wrong. */
export interface FakeEngine {
  /** The form of what it pushes. */
  readonly kind?: 'docker' | 'oci' | 'index'
  /** Of its one layer. */
  readonly content?: string
  readonly layerType?: string
  readonly architecture?: string
  /** As its configuration has it. @defaultValue one in exec form */
  readonly entrypoint?: readonly string[]
  /** Whether it has BuildKit's words. */
  readonly buildKit?: boolean
  /** Lines of a build. */
  readonly steps?: number
  readonly failIn?: 'build' | 'push'
  /** What it writes where a push fails. */
  readonly complaint?: string
  readonly hangIn?: 'build' | 'push'
  /** What it complains of when there is no daemon. */
  readonly noDaemon?: string
}

const push = fileURLToPath(new URL('../fixtures/fake-push.mjs', import.meta.url))

/** A command that does what publishing an image needs of Docker; in shell, where it can be, for that starts fast. */
export function fakeEngine(options: FakeEngine = {}): FakeDocker {
  const { buildKit, steps = 1, failIn, hangIn, noDaemon } = options
  const build = `for i in $(seq ${steps}); do echo "STEP $i"; done`
  const given = JSON.stringify({ kind: 'docker', ...options })
  return fakeDocker(
    (folder) => `case "$*" in
ps*) ${noDaemon ? `echo '${noDaemon}' >&2; exit 1` : 'exit 0'} ;;
*--help) echo '${buildKit ? '--provenance string' : 'Usage'}' ;;
'image inspect'*) echo 'sha256:feed5eed00000000000000000000000000000000000000000000000000000000' ;;
image*) ;;
tag*) ;;
push*) exec '${process.execPath}' '${push}' '${folder}' '${given}' "$2" ;;
*) ${build}
  ${hangIn === 'build' ? "echo 'still at it'; exec sleep 600" : ''}
  ${failIn === 'build' ? "echo 'RUN npm ci: not found' >&2; exit 1" : ''} ;;
esac`,
  )
}

/** Writes a shell script that keeps what it's called with, and then does its work. */
export function fakeDocker(work: (folder: string) => string): FakeDocker {
  const { path, [Symbol.dispose]: remove } = temporaryFolder()
  const command = join(path, 'docker')
  const log = join(path, 'calls')
  writeFileSync(log, '')
  const keep = `printf '%s\\n' "$@" --- >>'${log}'`
  writeFileSync(command, `#!/bin/sh\n${keep}\n${work(path)}\n`, { mode: 0o755 })
  return {
    command,
    folder: path,
    calls: () =>
      readFileSync(log, 'utf8')
        .split('---\n')
        .slice(0, -1)
        .map((call) => call.split('\n').slice(0, -1)),
    settings: () => JSON.parse(readFileSync(join(path, 'settings.json'), 'utf8')),
    [Symbol.dispose]: remove,
  }
}
