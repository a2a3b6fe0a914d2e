import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import type {
  ContainerExit,
  ContainerRequest,
  Runner,
  RunningContainer,
} from '../../src/runners/runner.ts'
import type { StoredLayer } from '../../src/state/image-store.ts'
import { PackedImages } from './images.ts'

/** What differs from one runner to the other. */
export interface RunnerKit {
  /** Makes a runner whose working folders lie in the given one. */
  create(folder: string): Runner
  /** Layers for below those of the tests' images. */
  baseLayers?(folder: string): Promise<readonly StoredLayer[]>
}

/** A container that the tests follow. */
interface FollowedContainer extends RunningContainer {
  readonly lines: readonly string[]
  /** The folder that it sees as /opt/ml. */
  readonly optMl: string
  /** Waits until it has printed a line, and returns that. */
  line(pattern: RegExp): Promise<string>
}

/** A container that has ended. */
interface EndedContainer extends ContainerExit {
  readonly lines: readonly string[]
  readonly optMl: string
}

/** A runner for all tests of a file, and images for it. */
export interface RunnerUnderTest {
  readonly runner: Runner
  readonly images: PackedImages
  /** An image whose entrypoint runs the JavaScript module that its first argument is. */
  readonly scripts: string
  readonly folder: string
  start(changes?: RequestChanges): Promise<FollowedContainer>
  /** Starts a container and waits for its end. */
  run(changes?: RequestChanges): Promise<EndedContainer>
}

/** What a test asks for; without anything an image's entrypoint with `train`. */
export type RequestChanges = Partial<Omit<ContainerRequest, 'image' | 'onLine'>> & {
  readonly uri?: string
  readonly runner?: Runner
}

/** What the program of the image of scripts does. */
const runScript = `
const [, , script, ...rest] = process.argv
process.argv.splice(2, 1)
await import('data:text/javascript;base64,' + Buffer.from(script).toString('base64'))
`

/** One runner for the tests of a file. */
export function useRunner(kit: RunnerKit): () => RunnerUnderTest {
  let open: RunnerUnderTest | undefined
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'byo-runner-test-'))
    mkdirSync(join(folder, 'base'))
    const images = new PackedImages(folder, await kit.baseLayers?.(join(folder, 'base')))
    const scripts = images.add('scripts', {
      layers: [{ 'opt/program/main.mjs': runScript }],
      config: { Entrypoint: ['node', '/opt/program/main.mjs'] },
    })
    const runner = kit.create(join(folder, 'work'))
    await runner.prepare()
    open = { folder, images, runner, scripts, start, run }

    async function start(changes: RequestChanges = {}): Promise<FollowedContainer> {
      const { uri = scripts, runner: by = runner, ...rest } = changes
      const image = images.find(uri)
      if (image === undefined) throw new Error(`no image ${uri}`)
      const run = mkdtempSync(join(folder, 'run-'))
      for (const name of ['input/config', 'input/data', 'model', 'output/data']) {
        mkdirSync(join(run, 'ml', name), { recursive: true })
      }
      const lines: string[] = []
      const container = await by.start({
        image,
        arguments: ['train'],
        environment: {},
        optMl: join(run, 'ml'),
        scratch: join(run, 'scratch'),
        serves: false,
        networkIsolation: false,
        onLine: (line) => lines.push(line),
        ...rest,
      })
      return {
        ...container,
        lines,
        optMl: rest.optMl ?? join(run, 'ml'),
        async line(pattern) {
          await expect.poll(() => lines.join('\n')).toMatch(pattern)
          return lines.find((line) => pattern.test(line)) as string
        },
      }
    }

    async function run(changes: RequestChanges = {}): Promise<EndedContainer> {
      const { exited, lines, optMl } = await start(changes)
      return { ...(await exited), lines, optMl }
    }
  }, 300_000)
  afterAll(async () => {
    await open?.runner.close()
    rmSync(open?.folder ?? '', { recursive: true, force: true })
  }, 120_000)
  return () => open as RunnerUnderTest
}
