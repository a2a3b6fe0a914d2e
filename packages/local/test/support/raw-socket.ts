import { connect } from 'node:net'

/** How to send bytes over a socket. */
export interface SendOptions {
  /** Leave the client's end open after the bytes. */
  readonly keepOpen?: boolean
  /** Milliseconds after which to give up on an answer; a client that sent half a request gets none. */
  readonly patience?: number
}

/** Sends bytes as they are and returns all that comes back until the server closes, or patience ends. */
export function sendBytes(
  endpoint: string,
  bytes: string | Uint8Array,
  { keepOpen = false, patience = 5000 }: SendOptions = {},
): Promise<string> {
  const { hostname, port } = new URL(endpoint)
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true }, () => {
      if (keepOpen) socket.write(bytes)
      else socket.end(bytes)
    })
    const timer = setTimeout(() => socket.destroy(), patience)
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('end', () => socket.end())
    // A server that refuses a request may close before it has read all of it.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(Buffer.concat(chunks).toString('latin1'))
    })
  })
}

/** The status codes of all answers in what a server sent. */
export function statusesOf(answers: string): readonly number[] {
  return [...answers.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
}
