import { closeSync, fstatSync, ftruncateSync, openSync, writeFileSync } from 'node:fs'

/** Adds text to the end of a file, which is made if there is none: all of it or, where that throws, nothing. */
export function appendWhole(path: string, text: string): void {
  const file = openSync(path, 'a')
  try {
    const { size } = fstatSync(file)
    try {
      writeFileSync(file, text)
    } catch (cause) {
      ftruncateSync(file, size)
      throw cause
    }
  } finally {
    closeSync(file)
  }
}
