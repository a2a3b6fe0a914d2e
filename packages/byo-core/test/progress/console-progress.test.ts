import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { describe, expect, it } from 'vitest'
import {
  ByoError,
  consoleProgress,
  progress,
  type StepEvent,
  type StepTrials,
} from '../../src/index.ts'
import { consoleProgressIn } from '../../src/progress/console-progress.ts'
import { createScreen } from '../support/screen.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const endpointArn = 'arn:aws:sagemaker:eu-west-1:123456789012:endpoint/iris-1'
const session: StepEvent = {
  type: 'step-ended',
  step: 'session',
  seconds: 0.123,
  result: { region: 'eu-west-1', accountId: '1', roleArn: 'r', bucket: 'b' },
}
const trainStarts: StepEvent = { type: 'step-started', step: 'train' }
const trainFails: StepEvent = {
  type: 'step-failed',
  step: 'train',
  seconds: 125,
  error: new Error('x'),
}
const runEnds: StepEvent = {
  type: 'run-ended',
  run: 'iris-1',
  seconds: 125.4,
  billableSeconds: 58,
  resources: [{ kind: 'endpoint', name: 'iris-1', arn: endpointArn }],
}

function printed(format: 'lines' | 'json', ...events: StepEvent[]): string {
  let text = ''
  events.forEach(consoleProgress({ format, stream: { write: (line) => (text += line) } }))
  return text
}

/** A search whose trials have these objectives so far; those without one run. */
function searching({
  seconds = 1,
  values = [],
  failed = 0,
  max = 12,
  goal = 'Minimize',
}: {
  seconds?: number
  values?: readonly (number | undefined)[]
  failed?: number
  max?: number
  goal?: 'Minimize' | 'Maximize'
}): StepTrials {
  const inProgress = values.filter((value) => value === undefined).length
  return {
    type: 'step-trials',
    step: 'tune',
    seconds,
    status: 'InProgress',
    objective: { metric: 'gcv', goal },
    counts: { completed: values.length - inProgress, inProgress, failed, stopped: 0, max },
    trials: values.map((objective, index) => ({
      name: `t-${index + 1}`,
      status: objective === undefined ? 'InProgress' : 'Completed',
      hyperparameters: { degree: index + 1, pmethod: 'none' },
      objective,
      objectiveStatus: undefined,
      createdAt: undefined,
      startedAt: undefined,
      endedAt: undefined,
      seconds: undefined,
      failureReason: undefined,
    })),
  }
}

/** The end of a search. */
function searched(seconds: number, values: readonly number[]): StepEvent {
  const { trials, counts, objective } = searching({ values })
  const best = {
    trainingJobName: 't-1',
    hyperparameters: {},
    objective: 1,
    modelDataUri: 's3://b/m',
  }
  const result = {
    name: 't',
    arn: 'a',
    status: 'Completed',
    best,
    trials,
    counts,
    objective,
    ranges: {},
  }
  return { type: 'step-ended', step: 'tune', seconds, result }
}

describe('consoleProgress', () => {
  it('prints one line a step with its time, and names objects of the own bucket without it', () => {
    const text = printed(
      'lines',
      { type: 'step-started', step: 'session' },
      session,
      {
        type: 'step-ended',
        step: 'data',
        seconds: 12.3,
        result: {
          train: { uri: 's3://b/t/', files: 1, uploaded: 1, skipped: 0, bytes: 3975 },
          test: { uri: 's3://other/t/', files: 0, uploaded: 0, skipped: 0, bytes: 0 },
        },
      },
      trainFails,
      {
        type: 'step-ended',
        step: 'clean-up',
        seconds: 1,
        result: {
          removed: [],
          leftovers: [{ resource: { kind: 'model', name: 'm', arn: 'a' }, reason: 'r' }],
        },
      },
    )

    expect(text.split('\n')).toEqual([
      'session    0.12 s  account 1 in eu-west-1, bucket b',
      'data         12 s  train: 4.0 kB to t/, test: 0 B to s3://other/t/',
      'train       125 s  failed',
      'clean-up   1.00 s  0 resources removed, 1 left',
      '',
    ])
  })

  it('tells in lines of a change of status only in steps that take their time', () => {
    const text = printed(
      'lines',
      { type: 'step-status', step: 'train', status: 'Starting', seconds: 0.1 },
      { type: 'step-status', step: 'train', status: 'Training', seconds: 63 },
      { type: 'step-status', step: 'train', status: 'Training', seconds: 73 },
    )

    expect(text).toBe('train        63 s  … Training\n')
  })

  it('tells in lines of each quarter of the bytes in steps that take their time', () => {
    const sent = (sentBytes: number, seconds: number, totalBytes: number | undefined = 1e8) =>
      ({ type: 'step-progress', step: 'data', sentBytes, totalBytes, seconds }) as const
    const text = printed(
      'lines',
      sent(9e7, 4),
      sent(1e7, 6),
      sent(3e7, 7),
      sent(4e7, 8),
      sent(1e8, 9),
    )
    expect(text).toBe(
      'data       7.00 s  … 30 MB of 100 MB\ndata       9.00 s  … 100 MB of 100 MB\n',
    )
    expect(printed('lines', { ...sent(9e7, 10), totalBytes: undefined })).toBe('')
  })

  it('tells in lines of ended trials with the best, and in the end of the best three', () => {
    const text = printed(
      'lines',
      searching({ seconds: 1 }),
      searching({ seconds: 6, values: [undefined] }),
      searching({ seconds: 8, values: [0.51234, undefined] }),
      searching({ seconds: 9, values: [0.51234, undefined] }),
      searching({ seconds: 63, values: [0.51234, 0.25, 0.3, 0.9], failed: 1 }),
      searched(75, [0.51234, 0.25, 0.3, 0.9]),
    )

    expect(text.split('\n')).toEqual([
      'tune       8.00 s  … 1 completed, 1 running of 12; best gcv 0.5123 with degree 1, pmethod none',
      'tune         63 s  … 4 completed, 1 failed of 12; best gcv 0.25 with degree 2, pmethod none',
      'tune         75 s  4 completed of 12',
      '                   1  gcv 0.25   with degree 2, pmethod none',
      '                   2  gcv 0.3    with degree 3, pmethod none',
      '                   3  gcv 0.5123 with degree 1, pmethod none',
      '',
    ])
  })

  it('tells in at most a hundred lines of the trials of a large search', () => {
    const events = Array.from({ length: 750 }, (_, index) =>
      searching({ seconds: 10 + index, values: Array(index + 1).fill(0.5), max: 750 }),
    )

    const lines = printed('lines', ...events)
      .trim()
      .split('\n')

    expect(lines.length).toBeLessThanOrEqual(100)
    expect(lines.length).toBeGreaterThan(80)
  })

  it('ends with the resources and their ARNs, the times of the steps and what training costs', () => {
    expect(printed('lines', session, runEnds).split('\n').slice(1)).toEqual([
      '',
      'Run iris-1, 58 s of training are billed',
      '',
      `  endpoint          ${endpointArn}`,
      '',
      '  session             0.12 s',
      '  total                125 s',
      '',
      '',
    ])
  })

  it('ends a failed run with what is still there', () => {
    const failed: StepEvent = { ...runEnds, type: 'run-failed', error: new Error('x') }
    expect(printed('lines', trainFails, failed)).toContain(
      `Run iris-1 failed, and these are still there\n\n  endpoint          ${endpointArn}\n\n  train                125 s\n`,
    )
    expect(printed('lines', { ...failed, resources: [] })).toBe(
      '\nRun iris-1 failed\n\n  total                125 s\n\n',
    )
  })

  it('leaves the table out when told so', () => {
    let text = ''
    consoleProgress({ summary: false, stream: { write: (line) => (text += line) } })(runEnds)
    expect(text).toBe('')
  })

  it('prints each event as one JSON object a line, errors with code and message', () => {
    const error = new ByoError('aborted', 'It was\nstopped.')
    const foreign = Object.assign(new Error('x'), { self: {} })
    foreign.self = foreign
    const text = printed(
      'json',
      trainStarts,
      { type: 'step-failed', step: 'train', seconds: 1, error },
      { type: 'step-failed', step: 'train', seconds: 1, error: foreign },
      runEnds,
    )

    const lines = text.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { time: expect.stringMatching(/^\d{4}-.*Z$/), ...trainStarts },
      { type: 'step-failed', error: { name: 'ByoError', code: 'aborted', message: error.message } },
      { type: 'step-failed', error: { name: 'Error', message: 'x' } },
      runEnds,
    ])
  })

  it.each([
    ['a terminal', true, true, true],
    ['a terminal in continuous integration', true, false, false],
    ['a file', false, true, false],
  ])('chooses between live and plain lines: %s', (_where, isTTY, live, isLive) => {
    const { wishes: _, ...surroundings } = stage()
    const screen = createScreen()
    const wishes = { live, colour: true }

    consoleProgressIn({ ...surroundings, wishes }, { stream: { ...screen, isTTY } })(trainFails)

    expect(screen.writes.join('').startsWith('\x1b[31m✖')).toBe(isLive)
  })

  it('is also called progress', () => {
    expect(progress).toBe(consoleProgress)
  })
})

describe('live progress', () => {
  it('redraws a line for a running step, and keeps those of ended ones above', () => {
    const { tell, tick, screen } = start()

    tell(session)
    tell(trainStarts)
    tick(12_000)
    tell({ type: 'step-status', step: 'train', status: 'Downloading', seconds: 12 })
    tick(1_000)

    expect(screen.rows).toEqual([
      '✔ session    0.12 s  account 1 in eu-west-1, bucket b',
      expect.stringMatching(/^\S train {8}13 s {2}Downloading$/),
      '',
    ])
    expect(screen.isCursorShown).toBe(false)

    tell(trainFails)
    expect(screen.rows.slice(1)).toEqual(['✖ train       125 s  failed', ''])
    expect(screen.isCursorShown).toBe(true)
  })

  it('shows the counts and the best three trials below a search that runs, and keeps them after it', () => {
    const { tell, screen } = start()

    tell({ type: 'step-started', step: 'tune' })
    tell(searching({ values: [0.5, 0.75, 0.9, 0.875, undefined, undefined], goal: 'Maximize' }))

    expect(screen.rows).toEqual([
      expect.stringMatching(/^\S tune {7}0\.00 s {2}4 completed, 2 running of 12$/),
      '                     1  gcv 0.9   with degree 3, pmethod none',
      '                     2  gcv 0.875 with degree 4, pmethod none',
      '                     3  gcv 0.75  with degree 2, pmethod none',
      '',
    ])
    tell(searched(9, [0.5]))
    expect(screen.rows).toEqual([
      '✔ tune       9.00 s  1 completed of 12',
      '                     1  gcv 0.5 with degree 1, pmethod none',
      '',
    ])
    expect(screen.isCursorShown).toBe(true)
  })

  it('shows how far the data are', () => {
    const { tell, screen } = start()

    tell({ type: 'step-started', step: 'data' })
    const sent = { type: 'step-progress', step: 'data', sentBytes: 5e6, seconds: 1 } as const
    tell({ ...sent, totalBytes: 2e9 })
    expect(screen.rows[0]).toMatch(/5\.0 MB of 2\.0 GB$/)
    tell({ ...sent, totalBytes: undefined })
    expect(screen.rows[0]).toMatch(/ {2}5\.0 MB$/)
  })

  it('draws each picture with one write and wipes nothing before', () => {
    const { tell, tick, screen } = start()
    tell(trainStarts)
    const before = screen.writes.length

    tick(80)

    expect(screen.writes).toHaveLength(before + 1)
    expect(screen.writes.at(-1)?.startsWith('\r\x1b[1A\x1b[36m')).toBe(true)
  })

  it.each([1, 2, 12, 30])('cuts its lines for a terminal of %d columns', (columns) => {
    const { tell, tick, screen } = start({ columns })
    tell(trainStarts)
    tell({ type: 'step-status', step: 'train', status: 'x'.repeat(100), seconds: 1 })
    tick(80)
    tick(80)

    expect(screen.rows).toHaveLength(2)
  })

  it('finds its place in a terminal that was made narrower', () => {
    const { tell, tick, screen } = start({ columns: 40 })
    tell(session)
    tell(trainStarts)
    tell({ type: 'step-status', step: 'train', status: 'y'.repeat(60), seconds: 1 })

    screen.columns = 20
    tick(80)

    expect(screen.writes.at(-1)).toContain('\x1b[2A')
  })

  it('uses no colour when there shall be none', () => {
    const { tell, screen } = start({ colour: false })
    tell(trainStarts)
    tell(trainFails)

    for (const write of screen.writes) expect(write).not.toMatch(/\[\d+m/)
  })

  it('shows the cursor when the process ends, and stops its timer with the last step', () => {
    const { tell, screen, exits, timers } = start()
    tell(trainStarts)
    expect([exits.size, timers.size]).toEqual([1, 1])

    for (const exit of exits) exit()
    expect(screen.isCursorShown).toBe(true)

    tell(trainFails)
    expect([exits.size, timers.size]).toEqual([0, 0])
  })

  it.each([
    ['ends by itself', '', 0, null],
    [
      'is interrupted',
      "process.kill(process.pid, 'SIGINT'); setTimeout(() => {}, 60000)",
      null,
      'SIGINT',
    ],
    [
      'handles the interruption',
      "process.once('SIGINT', () => process.exit(7)); process.kill(process.pid, 'SIGINT'); setTimeout(() => {}, 60000)",
      7,
      null,
    ],
  ])(
    'gives the cursor back to a process that %s, and never keeps it up',
    (_how, script, status, signal) => {
      using folder = temporaryFolder()
      const bundle = join(folder.path, 'progress.mjs')
      const source = new URL('../../src/progress/console-progress.ts', import.meta.url)
      buildSync({
        entryPoints: [fileURLToPath(source)],
        bundle: true,
        platform: 'node',
        format: 'esm',
        outfile: bundle,
      })
      const program = `import { consoleProgress } from ${JSON.stringify(bundle)}
      consoleProgress({ format: 'live' })({ type: 'step-started', step: 'train' })
      ${script}`

      const child = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
        encoding: 'utf8',
        timeout: 60_000,
      })

      expect({ status: child.status, signal: child.signal }).toEqual({ status, signal })
      expect(child.stderr.endsWith('\x1b[?25h')).toBe(true)
    },
  )
})

/** Surroundings whose clock is moved by hand. */
function stage() {
  const timers = new Set<() => void>()
  const exits = new Set<() => void>()
  let time = 0
  const enterIn = (set: Set<() => void>) => (work: () => void) => {
    set.add(work)
    return () => void set.delete(work)
  }
  return {
    timers,
    exits,
    wishes: { live: true, colour: true },
    now: () => time,
    every: (_milliseconds: number, work: () => void) => enterIn(timers)(work),
    onExit: enterIn(exits),
    tick(milliseconds: number) {
      time += milliseconds
      for (const timer of timers) timer()
    },
  }
}

function start({ columns = 80, colour = true } = {}) {
  const surroundings = stage()
  const screen = createScreen(columns)
  const wishes = { live: true, colour }
  const tell = consoleProgressIn({ ...surroundings, wishes }, { stream: screen })
  return { ...surroundings, screen, tell }
}
