import { networkInterfaces, platform } from 'node:os'
import { environmentVariables } from '../contract/environment.ts'
import { limits } from '../contract/limits.ts'
import { routes } from '../contract/routes.ts'
import type { Bench } from './bench.ts'
import { fail, pass, skip } from './check.ts'
import { openSocket } from './http.ts'
import type { Served } from './server.ts'
import { describeEnding, lastWords } from './subject.ts'

const part = 'serving'

/** Checks that a server came up where it was told to. */
export async function checkStart(bench: Bench, served: Served): Promise<void> {
  const { kind } = bench.subject
  await bench.check(
    {
      part,
      level: 'required',
      ids: ['S06'],
      title: 'started with the word serve, it answers GET /ping with 200',
    },
    async () => {
      if (served.healthy) return pass(`It took ${(served.milliseconds / 1000).toFixed(1)} s.`)
      const ending = served.run.ending()
      if (ending !== undefined)
        return fail(`It ended with ${describeEnding(ending)}. ${lastWords(served.run)}`)
      const seconds = Math.round(served.milliseconds / 1000)
      const words = lastWords(served.run)
      if (served.ping !== undefined)
        return fail(
          `It answered ${served.ping.status} for ${seconds} s; --timeout gives it more. ${words}`,
        )
      // What is published by an engine takes connections in any case.
      const socket = kind === 'program' ? await openSocket(served.address) : undefined
      socket?.destroy()
      return socket === undefined
        ? fail(
            `Nobody answered within ${seconds} s: listen on 0.0.0.0:${limits.defaultPort}. ${words}`,
          )
        : fail(
            `It took connections on port ${served.address.port} and answered none within ${seconds} s. ${words}`,
          )
    },
  )
  if (!served.healthy) return

  await bench.check(
    {
      part,
      level: 'required',
      ids: ['S01'],
      title: 'it listens on all interfaces, not on 127.0.0.1 alone',
    },
    async () => {
      if (kind === 'image') return pass('It was reached from outside of the container.')
      const host = otherAddress()
      if (host === undefined) return skip('This machine has no other address.')
      const socket = await openSocket({ host, port: served.address.port })
      socket?.destroy()
      return socket === undefined
        ? fail(
            `It was reached at 127.0.0.1 and not at ${host}: nobody outside of the container would reach it. Listen on 0.0.0.0.`,
          )
        : pass(`It was reached at ${host}.`)
    },
  )
  // An image is told another port in a start of its own.
  if (kind === 'image') return
  // The documentation asks this of containers in pipelines and multi-container endpoints only.
  await bench.check(
    {
      part,
      level: 'recommended',
      ids: ['S02'],
      title: `it listens on the port that ${environmentVariables.bindToPort} names`,
    },
    () => {
      return served.ignoresPort
        ? fail(
            `It listens on ${limits.defaultPort} all the same, so it cannot be one of several containers. The checks went on there.`,
          )
        : pass(`It listens on ${served.address.port}.`)
    },
  )
}

/** Checks the other forms of /ping. */
export async function checkPing(bench: Bench, served: Served): Promise<void> {
  await bench.check(
    { part, level: 'recommended', ids: ['S06'], title: '/ping has an empty body' },
    () => {
      const body = served.ping?.body ?? ''
      return body === ''
        ? pass('It has.')
        : fail(
            `It has ${JSON.stringify(body.slice(0, 60))}. The documentation asks for an empty one.`,
          )
    },
  )
  await bench.check(
    {
      part,
      level: 'recommended',
      ids: ['S09'],
      title: 'HEAD and POST /ping answer 200 too, with or without a query',
    },
    async () => {
      for (const [method, path] of [
        ['HEAD', routes.ping],
        ['POST', routes.ping],
        ['GET', `${routes.ping}?from=check`],
      ] as const) {
        const { status } = await served.ask({ method, path })
        if (status !== 200)
          return fail(
            `${method} ${path} answered ${status}; one page of the documentation speaks of POST, and load balancers use HEAD.`,
          )
      }
      return pass('They do.')
    },
  )
}

/** An address of this machine other than 127.0.0.1. */
function otherAddress(): string | undefined {
  // On Linux the whole of 127/8 is this machine, and no firewall is between.
  if (platform() === 'linux') return '127.0.0.2'
  return Object.values(networkInterfaces())
    .flatMap((addresses = []) => addresses)
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address
}
