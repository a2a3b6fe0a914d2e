import { open } from 'node:fs/promises'
import { limits } from '@byo/container-kit/contract'
import { cutText } from '../failure-text.ts'

/** What SageMaker reports of a container that ended with another code than 0. */
export async function algorithmError(failureFile: string, exitCode: number): Promise<string> {
  const [start, end] = ['AlgorithmError: ', `, exit code: ${exitCode}`]
  const room = limits.failureReasonChars - start.length - end.length
  return `${start}${cutText((await readStart(failureFile)).trimEnd(), room)}${end}`
}

/** The start of the failure file; nothing where the container left none. */
async function readStart(file: string): Promise<string> {
  try {
    const handle = await open(file)
    try {
      // A character of UTF-8 has at most four bytes.
      const buffer = Buffer.alloc(4 * limits.failureReasonChars)
      const { bytesRead } = await handle.read(buffer)
      return new TextDecoder().decode(buffer.subarray(0, bytesRead), { stream: true })
    } finally {
      await handle.close()
    }
  } catch {
    return ''
  }
}
