import { existsSync } from 'node:fs'
import { limits } from '../contract/limits.ts'
import { commands } from '../contract/routes.ts'
import type { Bench } from './bench.ts'
import { fail, type Outcome, pass, skip } from './check.ts'
import { type HeldFile, holdFirstFile } from './held-file.ts'
import { describeEnding, type Ending, type Run } from './subject.ts'
import { now, pause, poll, secondsSince, within } from './time.ts'
import { layOut, startTraining, type Trial, type TrialPlan } from './trial.ts'

/** How a training went on after SIGTERM. */
interface Stopped {
  /** Undefined if it had to be killed. */
  readonly ending: Ending | undefined
  readonly after: string
  readonly hasFailureFile: boolean
}

/** Checks what SIGTERM does to a training in its midst. */
export async function checkTrainingStop(bench: Bench, plan: TrialPlan, good: Trial): Promise<void> {
  const part = 'training'
  let stopped: Stopped | undefined
  await bench.check(
    {
      part,
      level: 'required',
      ids: ['T57', 'T58'],
      title: 'SIGTERM ends it, in its own way and in time',
    },
    async () => {
      const tried = await stopTraining(bench, plan, good)
      if ('outcome' in tried) return tried
      stopped = tried
      return judgeStop(tried)
    },
  )
  await bench.check(
    {
      part,
      level: 'recommended',
      ids: ['T61'],
      title: 'a stop that was asked for leaves no output/failure',
    },
    () => {
      if (stopped?.ending === undefined || stopped.ending.signal !== null)
        return skip('It did not end by itself after SIGTERM.')
      return stopped.hasFailureFile
        ? fail('It left one, so a job that was stopped on purpose looks like one that broke.')
        : pass(`It left none, and ended with ${describeEnding(stopped.ending)}.`)
    },
  )
}

function judgeStop({ ending, after }: Stopped): Outcome {
  if (ending === undefined) {
    return fail(
      `It went on for ${after} after SIGTERM, and SageMaker sends SIGKILL after ${limits.trainingStopGraceSeconds} s. Catch SIGTERM, save what is worth saving, and end.`,
    )
  }
  if (ending.signal !== null) {
    return fail(
      'SIGTERM killed it where it was: it has no handler. Nothing is saved, and as the first process of a container it would not even end before SIGKILL. Catch SIGTERM.',
    )
  }
  return pass(`It ended with ${describeEnding(ending)} ${after} later.`)
}

/** Sends SIGTERM as soon as the program has opened its data, or else half-way. */
async function stopTraining(
  bench: Bench,
  plan: TrialPlan,
  good: Trial,
): Promise<Stopped | Outcome> {
  await layOut(bench, plan)
  const held = await holdFirstFile(bench)
  const run = startTraining(bench, plan, [commands.train])
  try {
    if (held !== undefined && (await opened(bench, held, run))) {
      const start = now()
      await run.terminate()
      const released = held.release()
      const stopped = await waitForStop(bench, run, start)
      await run.kill()
      await released
      return stopped
    }
  } finally {
    await run.kill()
  }
  return stopHalfWay(bench, plan, good)
}

/** Whether the program opens the file that is held back, before it ends. */
async function opened(bench: Bench, held: HeldFile, run: Run): Promise<boolean> {
  const limit = bench.options.timeoutMs
  const first = await poll(limit, bench.signal, async () => {
    if (await held.isOpened()) return 'opened'
    return run.ending() === undefined ? undefined : 'ended'
  })
  return first === 'opened'
}

/** Without data to wait for there is only time to go by, and that says little of a short training. */
async function stopHalfWay(bench: Bench, plan: TrialPlan, good: Trial): Promise<Stopped | Outcome> {
  const { milliseconds } = good
  const tooShort = skip(
    'It trains for too short a time to be stopped in its midst: give a larger --channel, with files that it opens one by one.',
  )
  await layOut(bench, plan)
  const run = startTraining(bench, plan, [commands.train])
  try {
    await pause(milliseconds / 2, bench.signal)
    if (run.ending() !== undefined) return tooShort
    const start = now()
    await run.terminate()
    const stopped = await waitForStop(bench, run, start)
    // The program may still have been starting, with its handler to come.
    return stopped.ending?.signal != null && milliseconds < longEnough ? tooShort : stopped
  } finally {
    await run.kill()
  }
}

async function waitForStop(bench: Bench, run: Run, start: number): Promise<Stopped> {
  const grace = (limits.trainingStopGraceSeconds - 10) * 1000
  const ending = await within(Math.min(grace, bench.options.timeoutMs), run.ended, bench.signal)
  const after = secondsSince(start)
  return { ending, after, hasFailureFile: existsSync(bench.base.paths.failureFile) }
}

/** Milliseconds of a training in whose middle no program is still starting. */
const longEnough = 10_000
