import { describe, expect, it, onTestFinished } from 'vitest'
import { startThread } from '../../src/lifecycle/node-threads.ts'
import { baseDirWith } from '../fixtures/run-program.ts'

/** How a thread with so much memory ends that runs a text. */
async function endOf(text: string, heapMegabytes = Number.POSITIVE_INFINITY): Promise<unknown> {
  const baseDir = await baseDirWith({ 'program.mjs': text })
  const thread = startThread({
    file: `${baseDir}/program.mjs`,
    args: ['serve'],
    heapMegabytes,
    print: { stdout() {}, stderr() {} },
  })
  onTestFinished(() => thread.terminate())
  return new Promise((resolve) => thread.onEnd(resolve))
}

describe('startThread', () => {
  it('gives the thread the words of the process, and tells its exit code', async () => {
    expect(await endOf('process.exit(process.argv[2] === "serve" ? 5 : 6)')).toMatchObject({
      message: 'The program ended with exit code 5.',
    })
  })

  it('tells what the thread threw', async () => {
    expect(await endOf('throw new RangeError("too far")')).toMatchObject({
      name: 'RangeError',
      message: 'too far',
      stack: expect.stringContaining('program.mjs'),
    })
  })

  it('ends the thread, and nothing else, at the limit of its memory [S82]', async () => {
    const end = await endOf('const kept = []; for (;;) kept.push(new Array(1e5).fill(1))', 32)

    expect(end).toMatchObject({ code: 'ERR_WORKER_OUT_OF_MEMORY' })
  })

  it('says what to do where the program has no file', () => {
    const print = { stdout() {}, stderr() {} }

    expect(() =>
      startThread({ file: undefined, args: [], heapMegabytes: Number.POSITIVE_INFINITY, print }),
    ).toThrow('put it into a file, or set workers to 0')
  })
})
