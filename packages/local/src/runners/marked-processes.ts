import { readdir, readFile } from 'node:fs/promises'

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
 */
export async function killMarked(mark: string): Promise<void> {
  if (process.platform !== 'linux') return
  for (let round = 0; round < mostRounds; round += 1) {
    const found = await findMarked(`${markName}=${mark}\0`)
    if (found.length === 0) return
    for (const pid of found) await killTree(pid)
  }
}

async function findMarked(variable: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const marked = await Promise.all(
    pids.map(async (pid) => (await read(`/proc/${pid}/environ`)).includes(variable)),
  )
  return pids.filter((_, at) => marked[at])
}

/** Children first: those of a dead process belong to another. */
async function killTree(pid: string): Promise<void> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => [])
  for (const thread of threads) {
    const children = await read(`/proc/${pid}/task/${thread}/children`)
    for (const child of children.split(' ').filter((word) => word !== '')) await killTree(child)
  }
  try {
    process.kill(Number(pid), 'SIGKILL')
  } catch {
    // It has gone by itself.
  }
}

/** What is in a file; nothing of a process that is gone or another's. */
async function read(file: string): Promise<string> {
  return readFile(file, 'latin1').catch(() => '')
}
