import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { containerPaths, limits } from '../../src/contract/index.ts'
import type { Host } from '../../src/lifecycle/host.ts'
import { nodeHost } from '../../src/lifecycle/node-host.ts'
import { createLog } from '../../src/logging/log.ts'
import { runTraining } from '../../src/train/run-training.ts'
import { baseDirWith, startProgram, textOf } from '../fixtures/run-program.ts'

const jobThatWill = (how: string, files: Record<string, unknown> = {}) =>
  baseDirWith({ 'input/config/hyperparameters.json': { how }, ...files })

/** A job whose channel `train` is a FIFO to which nobody writes, or is none yet. */
async function jobWithPipe(how: string, withFifo: boolean): Promise<string> {
  const baseDir = await jobThatWill(how, {
    'input/config/inputdataconfig.json': { train: { TrainingInputMode: 'Pipe' } },
    'input/data/train-manifest': '',
  })
  if (withFifo) execFileSync('mkfifo', [join(baseDir, 'input/data/train_0')])
  return baseDir
}

describe('a FIFO to which nobody writes', () => {
  it.each([
    ['fail beside a FIFO', 1],
    ['exit beside a FIFO', 4],
  ])('does not keep a program that will "%s" from its end', async (how, exit) => {
    const program = startProgram('outputs', ['train'], await jobWithPipe(how, true), {
      STREAM: 'train',
    })

    expect(await program.exit, program.stderr()).toBe(exit)
  })
})

describe('a stop', () => {
  it('before the program’s own code began ends training at once [T58]', async () => {
    const baseDir = await jobThatWill('check for ever')
    const program = startProgram('outputs', ['train'], baseDir)
    await program.printed('checking')

    program.child.kill('SIGTERM')

    // The default grace, 110 s, is longer than a test may take.
    expect(await program.exit).toBe(143)
    expect(await textOf(join(baseDir, 'output/failure'))).toBeUndefined()
  })

  it.each(['no FIFO', 'a silent FIFO'])(
    'while data is waited for ends training at once: %s [T58]',
    async (what) => {
      const baseDir = await jobWithPipe('read for ever', what === 'a silent FIFO')
      const program = startProgram('outputs', ['train'], baseDir, { STREAM: 'train' })
      await program.printed('waiting')

      program.child.kill('SIGTERM')

      expect(await program.exit).toBe(143)
      expect(await textOf(join(baseDir, 'output/failure'))).toBeUndefined()
    },
  )

  it('that comes twice is heard once, and waits for the program [T60]', async () => {
    const program = startProgram('outputs', ['train'], await jobThatWill('count stops'))
    await program.printed('waiting')

    program.child.kill('SIGTERM')
    await program.printed('stop stops=1')
    program.child.kill('SIGTERM')
    program.child.kill('SIGTERM')
    program.child.kill('SIGINT')
    program.child.stdin!.write('go\n')

    expect(await program.exit).toBe(0)
    expect(program.stdout().match(/ stop stops=/g)).toHaveLength(1)
    expect(program.stdout()).toContain('going stops=1')
  })

  it('by a second Ctrl-C is that of a person who will not wait [T60]', async () => {
    const program = startProgram('outputs', ['train'], await jobThatWill('count stops'))
    await program.printed('waiting')

    program.child.kill('SIGINT')
    await program.printed('stop stops=1')
    program.child.kill('SIGINT')

    expect(await program.exit).toBe(130)
  })

  it('has the exit code that the program wants it to have [T61]', async () => {
    const baseDir = await jobThatWill('check for ever')
    const program = startProgram('outputs', ['train'], baseDir, { STOPPED_CODE: '9' })
    await program.printed('checking')

    program.child.kill('SIGTERM')

    expect(await program.exit).toBe(9)
  })

  it('gives a program that goes on 110 s, ten less than the platform does [T57]', async () => {
    const paths = containerPaths(await baseDirWith())
    const timers: { readonly milliseconds: number; readonly callback: () => void }[] = []
    let stop: () => void = () => {}
    const host: Host = {
      ...nodeHost(),
      env: { SAGEMAKER_BASE_DIR: paths.baseDir },
      onSignal: (callback) => {
        stop = () => callback('SIGTERM')
      },
      onCrash: () => {},
      onExit: () => () => {},
      after(milliseconds, callback) {
        timers.push({ milliseconds, callback })
        return () => {}
      },
    }
    const log = createLog('silent', host)
    let aborted = false
    const code = runTraining(
      {
        train: ({ signal }) =>
          new Promise(() => {
            signal.addEventListener('abort', () => {
              aborted = true
            })
            stop()
          }),
      },
      { host, log, args: [], stopGraceSeconds: undefined },
    )
    while (timers.length === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(aborted).toBe(true)
    expect(timers.map(({ milliseconds }) => milliseconds)).toEqual([110_000])
    expect(limits.trainingStopGraceSeconds).toBe(120)

    timers[0]!.callback()

    expect(await code).toBe(143)
  })
})
