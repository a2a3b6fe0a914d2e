/** Runs the steps of this program and prints a line for each, in the columns that `consoleProgress()` uses. */
export interface Steps {
  /** Runs a step, then prints its name, its time and what `describe` says of its result. */
  run<T>(name: string, work: () => Promise<T>, describe: (result: T) => string): Promise<T>
  /** Prints text as it is. */
  write(text: string): void
}

/** Steps that print with `write`; `now` gives milliseconds. */
export function createSteps(write: (text: string) => void, now: () => number): Steps {
  return {
    write,
    async run(name, work, describe) {
      const start = now()
      const result = await work()
      const seconds = ((now() - start) / 1000).toFixed(2)
      write(`${name.padEnd(8)} ${seconds.padStart(6)} s  ${describe(result)}\n`)
      return result
    },
  }
}
