import { ContainerError } from '../errors.ts'
import { exitCodeOf, exitCodes } from '../lifecycle/exit-codes.ts'
import type { Host } from '../lifecycle/host.ts'
import { listenForStop, type StopRequest } from '../lifecycle/stop-request.ts'

/** How a training run ended. */
export type TrainingEnd =
  | { readonly kind: 'trained' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'stopped' }

/** Watches for whatever ends training besides training itself. */
export interface EndWatch {
  readonly stop: StopRequest
  /** Resolves at a crash, at the end of the grace after a stop signal, or at a second Ctrl-C. */
  readonly ended: Promise<TrainingEnd>
  /** From now on the process may end; a signal still does not end it. */
  release(): void
}

/** What is done, synchronously, when the process ends with training unfinished. */
export interface EarlyExit {
  /** Called in any case. */
  onExit(): void
  /** Called with an error if no signal asked for the end: the program called `process.exit`, or waits for nothing. */
  onEarlyExit(error: ContainerError): void
}

/** Starts to watch. */
export function watchForEnd(
  host: Host,
  graceSeconds: number,
  { onExit, onEarlyExit }: EarlyExit,
): EndWatch {
  let end: (how: TrainingEnd) => void
  const ended = new Promise<TrainingEnd>((resolve) => {
    end = resolve
  })
  // A second SIGTERM changes nothing: the platform's deadline stands. A second Ctrl-C is a person who won't wait.
  const stop = listenForStop(host, (signal) => {
    if (signal === 'SIGINT') end({ kind: 'stopped' })
  })
  stop.signal.addEventListener('abort', () => {
    host.after(graceSeconds * 1000, () => end({ kind: 'stopped' }))
  })
  host.onCrash((error) => {
    end(stop.signal.aborted ? { kind: 'stopped' } : { kind: 'failed', error })
  })
  const release = host.onExit((code) => {
    onExit()
    const signal = stop.received()
    if (signal !== undefined)
      return code === 0 || code === unsettledAwait ? exitCodeOf(signal) : code
    onEarlyExit(earlyExit(code))
    return code === 0 || code === unsettledAwait ? exitCodes.failure : code
  })
  return { stop, ended, release }
}

function earlyExit(code: number): ContainerError {
  return new ContainerError(
    'exit',
    `The process ended before train was finished: it called process.exit(${code}), or waits for something that can no longer happen.`,
  )
}

/** Node's exit code when a top-level await can never settle. */
const unsettledAwait = 13
