import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const packages = ['boto3==1.43.11', 'awscli==1.45.11']
const folder = fileURLToPath(
  new URL('../../../../node_modules/.cache/byo/python-clients', import.meta.url),
)

/**
 * The folder of a Python that has boto3 and the AWS CLI, installed into a virtual environment of this checkout the
 * first time; undefined, and said so, where there is no Python or no way to its packages.
 */
export function pythonClients(): string | undefined {
  const bin = join(folder, 'bin')
  if (existsSync(join(bin, 'aws'))) return bin
  try {
    execFileSync('python3', ['-m', 'venv', folder], { stdio: 'pipe' })
    execFileSync(join(bin, 'pip'), ['install', '--quiet', ...packages], { stdio: 'pipe' })
    return bin
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    process.stderr.write(`Skipped: these tests need Python 3 with venv and pip. ${why}\n`)
    return undefined
  }
}
