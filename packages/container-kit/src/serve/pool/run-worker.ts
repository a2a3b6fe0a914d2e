import type { InputKind } from '../../codecs/codec.ts'
import { exitCodes } from '../../lifecycle/exit-codes.ts'
import type { Runtime } from '../../lifecycle/runtime.ts'
import type { ThreadLine } from '../../lifecycle/thread.ts'
import { inProcess } from '../in-process-model.ts'
import { serveOptions } from '../options/serve-options.ts'
import type { ServeProgram } from '../serve-program.ts'
import { HandlerThread } from './handler-thread.ts'
import type { ToWorker } from './worker-messages.ts'

/** Works for the thread that started this one until that says it is enough, and returns the exit code. */
export function runWorker<Model, Kind extends InputKind>(
  program: ServeProgram<Model, Kind>,
  line: ThreadLine,
  { host, log }: Runtime,
): Promise<number> {
  const loadModel = inProcess(program, serveOptions(program, host))
  return new Promise((resolve) => {
    const thread = new HandlerThread({
      loadModel,
      log,
      send: (message, transfer) => line.send(message, transfer),
      closed: () => resolve(exitCodes.success),
    })
    line.onMessage((message) => thread.receive(message as ToWorker))
  })
}
