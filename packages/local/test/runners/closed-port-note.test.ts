import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { noteClosedPort } from '../../src/runners/closed-port-note.ts'
import type { ContainerExit } from '../../src/runners/runner.ts'
import { TestClock } from '../support/test-clock.ts'

const running = new Promise<ContainerExit>(() => {})
const host = '127.0.0.1'

async function openPort() {
  const server = createServer().listen(0, host)
  await once(server, 'listening')
  return { server, address: { host, port: (server.address() as AddressInfo).port } }
}

/** What the log is told of a container five seconds after its start. */
async function notesOf(container: Parameters<typeof noteClosedPort>[0]): Promise<string[]> {
  const clock = new TestClock()
  const lines: string[] = []
  const noted = noteClosedPort(container, clock, (line) => lines.push(line))
  clock.elapse(4000)
  expect(lines).toEqual([])
  clock.elapse(1000)
  await noted
  return lines
}

describe('the note on a port where nothing listens', () => {
  it('names the port, and the variable that a program takes it from', async () => {
    const { server, address } = await openPort()
    server.close()
    await once(server, 'close')

    const lines = await notesOf({ address, exited: running })

    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(`nothing listens on port ${address.port} yet`)
    expect(lines[0]).toContain('SAGEMAKER_BIND_TO_PORT')
  })

  it('is left out for a server that listens, for one that has ended and for a program that serves nothing', async () => {
    const { server, address } = await openPort()
    expect(await notesOf({ address, exited: running })).toEqual([])
    server.close()
    expect(await notesOf({ address, exited: Promise.resolve({ exitCode: 1 }) })).toEqual([])
    expect(await notesOf({ address: undefined, exited: running })).toEqual([])
  })
})
