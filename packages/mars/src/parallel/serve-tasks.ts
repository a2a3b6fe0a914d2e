import { currentPort } from './host.ts'
import { packError, type Reply, type Request, type TaskTable } from './messages.ts'

/**
 * Answers the requests of the pool that has this worker, until it ends the worker. Each pool begins with
 * new tasks, that remember nothing.
 */
export function serveTasks<Tasks extends TaskTable<Tasks>>(createTasks: () => Tasks): void {
  const port = currentPort()
  let named = new Map<string, (message: never) => unknown>(Object.entries(createTasks()))
  port.listen((request) => {
    const { task } = request as Request
    if (task === null) named = new Map(Object.entries(createTasks()))
    const reply = answer(named, request as Request)
    try {
      port.post(reply, ownBuffer(reply))
    } catch (error) {
      port.post({ thrown: packError(error) } satisfies Reply, [])
    }
  })
}

/** Does what a request asks for. */
function answer(
  tasks: ReadonlyMap<string, (message: never) => unknown>,
  { task, message }: Request,
): Reply {
  if (task === null) return { value: undefined }
  try {
    const perform = tasks.get(task)
    if (perform === undefined) throw new Error(`there is no task ${task}`)
    return { value: perform(message as never) }
  } catch (error) {
    return { thrown: packError(error) }
  }
}

/** The buffer of numbers that a task returned, which is given away, not copied. */
function ownBuffer(reply: Reply): readonly ArrayBuffer[] {
  const given = 'value' in reply && reply.value instanceof Float64Array ? reply.value.buffer : null
  return given instanceof ArrayBuffer ? [given] : []
}
