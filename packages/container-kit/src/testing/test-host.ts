import type { Server } from 'node:http'
import { environmentVariables } from '../contract/environment.ts'
import { ContainerError } from '../errors.ts'
import type { Host, StopSignal } from '../lifecycle/host.ts'

/** A host that keeps what a program does with it, and lets the test play the platform. */
export interface TestHost extends Host {
  /** Everything printed so far. */
  printed(stream: 'stdout' | 'stderr'): string
  /** Sends a signal to the program. */
  signal(name: StopSignal): void
  /** Resolves to the server once it takes connections. */
  readonly server: Promise<Server>
}

/** Returns the host of a program that runs within the test's own process, on top of the real one. */
export function testHost(
  real: Host,
  args: readonly string[],
  env: Host['env'],
  listen: Host['listen'],
): TestHost {
  const printed = { stdout: '', stderr: '' }
  const listeners: ((signal: StopSignal) => void)[] = []
  let foundServer: (server: Server) => void
  const server = new Promise<Server>((resolve) => {
    foundServer = resolve
  })
  return {
    ...real,
    args,
    env,
    programName: 'program',
    forward: async (to, bytes) => {
      printed[to] += Buffer.from(bytes).toString()
    },
    flush: async () => {},
    stdout(text) {
      printed.stdout += text
    },
    stderr(text) {
      printed.stderr += text
    },
    async listen(opened, wanted) {
      const port = await listen(opened, wanted)
      foundServer(opened)
      return port
    },
    onSignal: (callback) => void listeners.push(callback),
    startThread() {
      throw new ContainerError(
        'usage',
        `Workers run the file of a program, and in a test that is the file of the test runner: leave ${environmentVariables.modelServerWorkers} at 0 here, or start the program's file as a process.`,
      )
    },
    // What nobody caught in the test's process is the test's own affair.
    onCrash() {},
    onExit: () => () => {},
    printed: (stream) => printed[stream],
    signal(name) {
      for (const callback of listeners) callback(name)
    },
    server,
  }
}
