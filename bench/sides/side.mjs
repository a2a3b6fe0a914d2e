// A side of a comparison is a child process that does one job after the other, so that both can take turns and each
// has a memory of its own to be measured.
import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const path = (name) => fileURLToPath(new URL(name, import.meta.url))

/** Starts our side. */
export const startOurs = () => startSide(process.execPath, [path('ours.mjs')])

/** Starts a reader of CSV, by its name in csv.mjs. */
export const startReader = (name) => startSide(process.execPath, [path('csv.mjs'), name])

/** Starts R's side; undefined where R, earth or jsonlite is not there. */
export const startEarth = () => (hasEarth() ? startSide('Rscript', [path('earth.R')]) : undefined)

let found
/** Whether R is there with what its side needs; says so once if not. */
export function hasEarth() {
  if (found === undefined) {
    found = spawnSync('Rscript', ['-e', 'library(earth); library(jsonlite)']).status === 0
    if (!found) console.error('R with earth and jsonlite is not installed: its column stays empty.')
  }
  return found
}

function startSide(command, args) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ask = async (job) => {
    child.stdin.write(`${JSON.stringify(job)}\n`)
    const { value, done } = await lines.next()
    if (done) throw new Error(`${command} ended while it was to do ${JSON.stringify(job)}.`)
    const answer = JSON.parse(value)
    if (answer.error) throw new Error(`${command}, ${JSON.stringify(job)}: ${answer.error}`)
    return answer
  }
  return {
    ask,
    /** Ends the side; gives the most memory that it ever held, in MB. */
    async end() {
      const { peak } = await ask({ do: 'peak' })
      child.stdin.end()
      return peak
    },
  }
}
