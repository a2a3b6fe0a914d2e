import { readdirSync, readFileSync } from 'node:fs'

/**
 * The variable that marks the processes of a container. They hand it on to whatever they start, also to what
 * leaves their process group and their session.
 */
export const markName = 'BYO_LOCAL_RUN'

/** How often to look again for processes that were started while the others were killed. */
const mostRounds = 20

/**
 * Kills all processes with a mark and their children. Only Linux tells what variables processes have; elsewhere
 * this does nothing. What lacks the mark, because it was started without variables, is found as long as the one
 * that started it is alive.
 *
 * It keeps the thread meanwhile, a few milliseconds: asynchronously it takes longer, and a process that forks wins
 * time.
 */
export function killMarked(mark: string): void {
  if (process.platform !== 'linux') return
  for (let round = 0; round < mostRounds; round += 1) {
    const found = findMarked(`${markName}=${mark}\0`)
    if (found.length === 0) return
    for (const pid of found) killTree(pid)
  }
}

function findMarked(variable: string): readonly string[] {
  return readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && read(`/proc/${name}/environ`).includes(variable),
  )
}

/** Children first: those of a dead process belong to another. */
function killTree(pid: string): void {
  for (const thread of list(`/proc/${pid}/task`)) {
    const children = read(`/proc/${pid}/task/${thread}/children`).split(' ')
    for (const child of children) if (child !== '') killTree(child)
  }
  try {
    process.kill(Number(pid), 'SIGKILL')
  } catch {
    // It has gone by itself.
  }
}

/** What is in a folder; nothing of a process that is gone. */
function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** What is in a file; nothing of a process that is gone or another's. */
function read(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}
