import { Agent, request } from 'node:http'
import type { Socket } from 'node:net'
import { limits } from '../contract/limits.ts'
import { routes } from '../contract/routes.ts'
import type { Bench } from './bench.ts'
import { type Claim, fail, pass, skip } from './check.ts'
import { openSocket } from './http.ts'
import type { Invoker } from './invoker.ts'
import type { Served } from './server.ts'
import { now, pause, poll, within } from './time.ts'

/** Checks what goes on below the requests. */
export async function checkConnections(
  bench: Bench,
  served: Served,
  invoker: Invoker | undefined,
): Promise<void> {
  await checkAccept(bench, served, invoker)
  await checkKeepAlive(bench, served)
  await checkExpect(bench, served, invoker)
  await checkPipelining(bench, served)
  await checkSlowClients(bench, served)
}

/** A connection that is not accepted in time counts as refused; the best of some is no matter of a busy machine. */
async function checkAccept(
  bench: Bench,
  served: Served,
  invoker: Invoker | undefined,
): Promise<void> {
  await bench.check(
    claim(
      'required',
      ['S05'],
      `connections are accepted within ${limits.acceptMilliseconds} ms while invocations are under way`,
    ),
    async () => {
      if (invoker === undefined) return skip('It needs a good request: give --payload FILE.')
      const busy = Array.from({ length: 3 }, () => served.ask(invoker.request()).catch(() => {}))
      let best = Number.POSITIVE_INFINITY
      for (let attempt = 0; attempt < 10; attempt++) {
        const start = now()
        const socket = await openSocket(served.address)
        if (socket !== undefined) best = Math.min(best, now() - start)
        socket?.destroy()
      }
      await Promise.all(busy)
      return best <= limits.acceptMilliseconds
        ? pass(`It took ${Math.ceil(best)} ms.`)
        : fail(
            best === Number.POSITIVE_INFINITY
              ? 'None of 10 was accepted.'
              : `It took ${Math.ceil(best)} ms at best.`,
          )
    },
  )
}

/** Routers keep connections; a server that closes an idle one in the moment of a request makes it fail. */
async function checkKeepAlive(bench: Bench, served: Served): Promise<void> {
  await bench.check(
    claim(
      'recommended',
      ['S33'],
      'a connection is used again and again, also after 6 idle seconds',
    ),
    async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      try {
        for (let count = 0; count < 50; count++) {
          const { reused } = await served.ask({ path: routes.ping, agent })
          if (count > 0 && !reused)
            return fail('It closes a connection after an answer: answer HTTP/1.1 with keep-alive.')
        }
        await pause(6000, bench.signal)
        const { reused } = await served.ask({ path: routes.ping, agent })
        return reused
          ? pass('51 requests went over one connection.')
          : fail(
              'It closed the connection while it was idle. Keep it for more than 60 s: a request on its way meets a reset.',
            )
      } finally {
        agent.destroy()
      }
    },
  )
}

async function checkExpect(
  bench: Bench,
  served: Served,
  invoker: Invoker | undefined,
): Promise<void> {
  await bench.check(
    claim('recommended', ['S34'], 'Expect: 100-continue is answered before the body comes'),
    async () => {
      const { body = '', ...what } = invoker?.request() ?? {
        method: 'POST',
        path: routes.invocations,
      }
      const message = request({
        ...served.address,
        ...what,
        headers: {
          ...what.headers,
          expect: '100-continue',
          'content-length': Buffer.byteLength(body),
        },
        agent: false,
      })
      const first = new Promise<string>((resolve) => {
        message.on('continue', () => resolve('100'))
        message.on('response', (response) => resolve(`${response.statusCode}`))
        message.on('error', () => resolve('a cut connection'))
      })
      message.flushHeaders()
      try {
        const seen = await within(5000, first, bench.signal)
        if (seen === '100') return pass('It was asked to go on.')
        if (seen === undefined)
          return fail('Nothing came within 5 s, and clients wait for it: answer 100 Continue.')
        return /^[234]/.test(seen) && seen !== '417'
          ? pass(`It answered ${seen}.`)
          : fail(`It got ${seen}: answer 100 Continue.`)
      } finally {
        message.destroy()
      }
    },
  )
}

async function checkPipelining(bench: Bench, served: Served): Promise<void> {
  await bench.check(
    claim('recommended', ['S37'], 'two requests sent at once on one connection are both answered'),
    async () => {
      const socket = await openSocket(served.address)
      if (socket === undefined) return fail('The connection was refused.')
      const ping = (more: string) => `GET ${routes.ping} HTTP/1.1\r\nHost: check\r\n${more}\r\n`
      socket.write(ping('') + ping('Connection: close\r\n'))
      const count = await countAnswers(socket, 2, bench)
      return count === 2 ? pass('They are.') : fail(`${count} of 2 were.`)
    },
  )
}

async function checkSlowClients(bench: Bench, served: Served): Promise<void> {
  await bench.check(
    claim(
      'recommended',
      ['S37'],
      `/ping answers within ${limits.pingTimeoutSeconds} s while 50 slow clients send nothing more`,
    ),
    async () => {
      const opened = await Promise.all(Array.from({ length: 50 }, () => openSocket(served.address)))
      const sockets = opened.filter((socket) => socket !== undefined)
      for (const socket of sockets)
        socket.write(`POST ${routes.invocations} HTTP/1.1\r\nHost: check\r\nContent-Length: 10\r\n`)
      try {
        // Three times, for a machine that is busy.
        for (let attempt = 1; ; attempt++) {
          const patience = limits.pingTimeoutSeconds * 1000
          const answer = await served.ask({ path: routes.ping, patience }).catch(() => undefined)
          if (answer?.status === 200) return pass('It did.')
          if (attempt === 3)
            return fail(
              'It did not: one client that stalls stops the whole server. Serve connections side by side.',
            )
        }
      } finally {
        for (const socket of sockets) socket.destroy()
      }
    },
  )
}

function claim(level: Claim['level'], ids: readonly string[], title: string): Claim {
  return { part: 'serving', level, ids, title }
}

/** How many answers come before the connection is closed, or there are enough. */
async function countAnswers(socket: Socket, enough: number, { signal }: Bench): Promise<number> {
  let text = ''
  socket.setEncoding('utf8').on('data', (more: string) => {
    text += more
  })
  const count = (): number => text.match(/HTTP\/1\.1 200/g)?.length ?? 0
  try {
    await poll(10_000, signal, () => (count() >= enough || socket.closed ? true : undefined))
    return count()
  } finally {
    socket.destroy()
  }
}
