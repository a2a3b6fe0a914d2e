import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll } from 'vitest'
import { type LocalSageMaker, startLocalSageMaker } from '../../../src/index.ts'
import type { Python } from './python.ts'

const scripts = fileURLToPath(new URL('../scripts/', import.meta.url))
/** The program of the images that the clients push. */
export const program: string = programFile('keeps-first-file')
/** The program of those that transform. */
export const transformProgram: string = programFile('transforms')

function programFile(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/programs/${name}.mjs`, import.meta.url))
}

/** The program of the images that are tuned. */
export const tunedProgram: string = fileURLToPath(
  new URL('../../fixtures/programs/tuned.mjs', import.meta.url),
)

/** Keys that go wrong where a client and a server escape them in different ways. */
export const oddKeys: readonly string[] = ['a b+c%20d/ü ☃.txt', '%', 'a//b', 'quote\'s &<>".txt']

/** What a script has printed. */
interface ScriptOutput {
  readonly printed: string
  /** The JSON of its last line. */
  // biome-ignore lint/suspicious/noExplicitAny: scripts tell facts of every shape
  readonly result: any
}

/** A foreign client that knows of the emulator by its environment only. */
export interface ForeignClient {
  readonly local: LocalSageMaker
  /** An empty folder, which is also the client's home. */
  readonly folder: string
  /** Runs a script of this folder; its last line is JSON. */
  script(name: string, ...words: string[]): Promise<ScriptOutput>
  /** Runs the AWS CLI and gives what it prints. */
  aws(...words: string[]): Promise<string>
}

/** An emulator and a client for the tests of a file. */
export function useForeignClient(python: Python | undefined): () => ForeignClient {
  let local: LocalSageMaker | undefined
  let folder = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'byo-clients-'))
    local = await startLocalSageMaker()
  })
  afterAll(async () => {
    await local?.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const run = (...words: string[]): Promise<string> => {
    if (python === undefined) throw new Error('There is no Python to run it with.')
    return python(words, {
      cwd: folder,
      env: { ...local?.env, HOME: folder, TMPDIR: folder },
    })
  }
  return () => ({
    local: local as LocalSageMaker,
    folder,
    aws: (...words) => run('-m', 'awscli', ...words),
    async script(name, ...words) {
      const printed = await run(join(scripts, name), ...words)
      return { printed, result: JSON.parse(printed.trim().split('\n').at(-1) ?? '') }
    },
  })
}
