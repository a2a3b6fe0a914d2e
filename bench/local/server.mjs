// Starts `byo-local` on a data folder, with clients for it and a look at the memory it takes.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { S3Client } from '@aws-sdk/client-s3'

const home = fileURLToPath(new URL('../../packages/local/', import.meta.url))

/** The server, a client of S3, the most memory it ever held in MB (null where Linux is not there to say), and its end. */
export async function startServer(folder) {
  const words = [join(home, 'dist/cli.js'), '--port', '0', '--json', '--data', folder]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const { value, done } = await lines.next()
  if (done) throw new Error('The server did not start.')
  const { endpoint, env } = JSON.parse(value)
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  return {
    endpoint,
    client: new S3Client({ endpoint, region: env.AWS_REGION, credentials }),
    peak: () => peakOf(child.pid),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', resolve)
        child.kill('SIGTERM')
      }),
  }
}

function peakOf(pid) {
  const path = `/proc/${pid}/status`
  if (!existsSync(path)) return null
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(path, 'utf8'))[1]) / 1000
}
