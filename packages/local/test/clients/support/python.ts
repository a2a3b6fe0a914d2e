import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const cache = fileURLToPath(new URL('../../../../../node_modules/.cache/byo/', import.meta.url))
const run = promisify(execFile)

/** What this package is tried with; the SageMaker Python SDK in its own folder, since its generations exclude each other. */
const packages = {
  clients: ['boto3==1.44.5', 'awscli==1.46.3'],
  'sagemaker-2': ['sagemaker==2.257.7'],
} as const

/** A Python with packages of its own; gives what a program of it prints, or fails with what it complains of. */
export type Python = (
  words: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
) => Promise<string>

/**
 * A Python with the packages of that name, installed below `node_modules` the first time. Where there is no Python,
 * or no way to its packages, it is undefined, and said so; but in CI, where everything has to run, that is an error.
 */
export function pythonWith(name: keyof typeof packages): Python | undefined {
  try {
    const folder = install(`${cache}${name}-${packages[name].join('+')}`, packages[name])
    const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'])
      .toString()
      .trim()
    const own = {
      PATH: process.env.PATH,
      PYTHONPATH: folder,
      // Scripts that import each other leave nothing beside them.
      PYTHONDONTWRITEBYTECODE: '1',
      AWS_PAGER: '',
    }
    return async (words, { cwd, env }) => {
      return (await run(python, [...words], { cwd, env: { ...env, ...own } })).stdout
    }
  } catch (error) {
    if (process.env.CI) throw error
    const why = error instanceof Error ? error.message : String(error)
    process.stderr.write(`Skipped: these tests need Python 3 with pip. ${why}\n`)
    return undefined
  }
}

/** Several files of tests may install at once: the folder appears as a whole, made by whoever is first. */
function install(folder: string, names: readonly string[]): string {
  if (existsSync(folder)) return folder
  mkdirSync(dirname(folder), { recursive: true })
  const half = mkdtempSync(`${folder}.half-`)
  try {
    const target = ['-m', 'pip', 'install', '--quiet', '--target', half]
    execFileSync('python3', [...target, ...names], { stdio: 'pipe' })
    if (!existsSync(folder)) renameSync(half, folder)
  } finally {
    rmSync(half, { recursive: true, force: true })
  }
  return folder
}
