/** One end of a line between two threads. Messages arrive whole and in order. */
export interface ThreadLine {
  /** Sends a copy of a message, but for the buffers named: those go over and are empty here. */
  send(message: unknown, transfer?: readonly ArrayBuffer[]): void
  /** Calls back with each message that comes. */
  onMessage(callback: (message: unknown) => void): void
}

/** A thread that runs the program's own file once more. What it prints comes out of the process. */
export interface ProgramThread extends ThreadLine {
  /** Calls back once, when the thread has ended, after its last message: with what it threw, or its exit code. */
  onEnd(callback: (reason: unknown) => void): void
  /** Ends the thread, whatever it is doing; code that is not JavaScript is left to come back first. */
  terminate(): void
}
