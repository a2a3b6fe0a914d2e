import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import {
  attachTuningJob,
  categorical,
  integer,
  type Session,
  type StepEvent,
  tune,
  tuningChart,
} from '../../src/index.ts'
import { nothing, takeInventory, withoutRecords } from '../support/inventory.ts'
import { startLocalSession } from '../support/local-session.ts'
import { meanProgram } from '../support/mean-models.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder({ 'data.csv': '1\n3\n' })
afterAll(() => folder[Symbol.dispose]())

const create = 'CreateHyperParameterTuningJob'

/** A search for the shift that makes the mean smallest: of the data it is 2. */
function optionsFor(session: Session) {
  return {
    session,
    name: 'mean',
    program: meanProgram,
    trainingData: { train: join(folder.path, 'data.csv') },
    ranges: { shift: integer(1, 3), colour: categorical(['red', 'blue']) },
    objective: { metric: 'mean', goal: 'Minimize', pattern: /mean=([\d.]+)/ },
    maxJobs: 3,
    strategy: 'Random',
    randomSeed: 1,
  } as const
}

describe('tune', () => {
  let lab: Awaited<ReturnType<typeof startLocalSession>>
  beforeAll(async () => {
    lab = await startLocalSession()
  })
  afterAll(() => lab[Symbol.asyncDispose]())

  it('gives the best hyperparameters, typed and numbers as numbers, and deploys the winner [G094]', async () => {
    const events: StepEvent[] = []

    const tuned = await tune({
      ...optionsFor(lab.session),
      hyperparameters: { note: 'x' },
      tags: { team: 'iris' },
      onEvent: (event) => events.push(event),
    })

    const { shift, colour } = tuned.best.hyperparameters
    expectTypeOf(shift).toEqualTypeOf<number>()
    expectTypeOf(colour).toEqualTypeOf<'red' | 'blue'>()
    expect(tuned.name.length).toBeLessThanOrEqual(32)
    const objectives = tuned.trials.map(({ objective = Number.NaN }) => objective)
    expect(objectives).toEqual(tuned.trials.map(({ hyperparameters }) => 2 + hyperparameters.shift))
    expect(new Set(objectives).size).toBeGreaterThan(1)
    const best = tuned.trials.find(({ name }) => name === tuned.best.trainingJobName)
    expect(best).toMatchObject({ hyperparameters: tuned.best.hyperparameters })
    expect(tuned.best.objective).toBe(Math.min(...objectives))
    expect(tuned.best.trainingJobName.slice(0, tuned.name.length)).toBe(tuned.name)
    const bucket = await lab.session.bucket()
    expect(tuned.best.modelDataUri).toBe(
      `s3://${bucket}/byo/${tuned.name}/trials/${tuned.best.trainingJobName}/output/model.tar.gz`,
    )
    const steps = events.filter(({ type }) => type === 'step-started' || type === 'step-ended')
    expect(steps.map((event) => 'step' in event && event.step)).toEqual(
      ['session', 'image', 'data', 'tune'].flatMap((step) => [step, step]),
    )
    const boards = events.filter((event) => event.type === 'step-trials')
    expect(boards.length).toBeGreaterThan(1)
    expect(boards.at(-1)).toMatchObject({
      step: 'tune',
      counts: { completed: 3, inProgress: 0, max: 3 },
    })
    expect(events.at(-1)).toMatchObject({
      type: 'run-ended',
      run: tuned.name,
      resources: tuned.resources,
    })
    const chart = tuningChart(tuned.trials, tuned.tuning)
    expect(chart).toContain(
      `${tuned.best.trainingJobName}: mean ${2 + shift} with shift ${shift}, colour ${colour}`,
    )

    await using endpoint = await tuned.deploy({ environment: { A: '1' } })
    expect((await endpoint.predict('7\n')).numbers()).toEqual([tuned.best.objective])
    const kinds = tuned.resources.map(({ kind }) => kind)
    expect(kinds).toEqual(expect.arrayContaining(['tuning-job', 'endpoint', 'model']))
    expect(await endpoint.describe()).toMatchObject({ EndpointStatus: 'InService' })

    const report = await tuned.cleanUp()
    expect(report.leftovers).toEqual([])
    expect(tuned.resources).toEqual([])
    expect(await takeInventory(lab.session)).toEqual(nothing)
  })

  it('deploys as often as asked for, and leaves the search alone when an endpoint goes', async () => {
    await using lab = await startLocalSession()
    const controller = new AbortController()
    let isAborting = false
    const tuned = await tune({
      ...optionsFor(lab.session),
      maxJobs: 1,
      onEvent: (event) => {
        if (isAborting && event.type === 'step-status') controller.abort()
      },
    })
    const first = await tuned.deploy()
    const second = await tuned.deploy()
    expect(first.name).not.toBe(second.name)

    await first.cleanUp()

    expect(await takeInventory(lab.session)).toMatchObject({
      endpoints: 1,
      models: 1,
      jobs: ['Completed'],
    })
    expect((await second.predict('7\n')).numbers()).toEqual([tuned.best.objective])
    isAborting = true
    const failure = await tuned
      .deploy({ signal: controller.signal })
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'aborted' })
    expect(await takeInventory(lab.session)).toMatchObject({ endpoints: 1, models: 1, configs: 1 })
    await expect(tuned.deploy({ instanceCount: 0 })).rejects.toMatchObject({
      code: 'invalid-option',
    })
    await tuned.cleanUp()
    expect(await takeInventory(lab.session)).toEqual(nothing)
  })

  it('goes on with what has been found when the search is stopped', async () => {
    await using lab = await startLocalSession()
    const options = optionsFor(lab.session)
    let stopping: Promise<void> | undefined
    const tuned = await tune({
      ...options,
      // With which the first trial behaves and the second hangs.
      randomSeed: 2,
      ranges: { ...options.ranges, misbehave: categorical(['no', 'hang']) },
      maxJobs: 4,
      maxParallelJobs: 1,
      onEvent(event) {
        if (event.type !== 'step-trials' || event.counts.completed < 1) return
        const [{ name }] = event.trials
        stopping ??= attachTuningJob(lab.session, name.replace(/-\d{3}-[^-]+$/, '')).then((job) =>
          job.stop(),
        )
      },
    })
    await stopping

    expect(tuned.tuning.status).toBe('Stopped')
    const [completed, stopped] = tuned.trials
    expect(tuned.trials.map(({ status }) => status)).toEqual(['Completed', 'Stopped'])
    expect(stopped?.hyperparameters.misbehave).toBe('hang')
    expect(tuned.best).toMatchObject({
      trainingJobName: completed?.name,
      objective: 2 + tuned.best.hyperparameters.shift,
    })
    const left = await takeInventory(lab.session)
    expect(left.tuningJobs).toEqual(['Stopped'])
    expect([...left.jobs].sort()).toEqual(['Completed', 'Stopped'])
  })

  it('ends with the reasons of the trials when all fail, and keeps their records only', async () => {
    await using lab = await startLocalSession()
    const events: StepEvent[] = []

    const failure = await tune({
      ...optionsFor(lab.session),
      hyperparameters: { misbehave: 'fail' },
      onEvent: (event) => events.push(event),
    }).catch((error: unknown) => error)

    expect(failure).toMatchObject({
      code: 'tuning-failed',
      message: expect.stringContaining(
        '3 of 3 trials failed: no column "Nope"; there are a and b. (mean-',
      ),
      logTail: expect.arrayContaining(['giving up']),
      cleanUp: { leftovers: [] },
    })
    expect(events.at(-1)).toMatchObject({ type: 'run-failed', resources: [] })
    const left = await takeInventory(lab.session)
    expect(left.jobs).toEqual(['Failed', 'Failed', 'Failed'])
    expect(withoutRecords(left)).toEqual(nothing)
    expect(left.tuningJobs).toEqual(['Failed'])
  })

  it('names the metric and its pattern when no trial tells it', async () => {
    await using lab = await startLocalSession()

    await expect(
      tune({ ...optionsFor(lab.session), hyperparameters: { misbehave: 'hush' }, maxJobs: 1 }),
    ).rejects.toMatchObject({
      code: 'objective-not-found',
      message: expect.stringMatching(
        /1 trial ended well without the metric "mean" in the log, which \/mean=\(\[\\d\.\]\+\)\/ looks for; mean-\S+ last wrote "training, misbehave=hush"/,
      ),
    })
  })

  it('stops the search and its trials when it is aborted, and keeps their records', async () => {
    await using lab = await startLocalSession()
    const controller = new AbortController()

    const failure = await tune({
      ...optionsFor(lab.session),
      hyperparameters: { misbehave: 'hang' },
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type === 'step-trials' && event.counts.inProgress === 2) controller.abort()
      },
    }).catch((error: unknown) => error)

    expect(failure).toMatchObject({ code: 'aborted', cleanUp: { leftovers: [] } })
    const left = await takeInventory(lab.session)
    expect(left.tuningJobs).toEqual(['Stopped'])
    expect(left.jobs).toEqual(['Stopped', 'Stopped'])
    expect(withoutRecords(left)).toEqual(nothing)
  })

  it('leaves everything as it is after a failure where it is to be kept', async () => {
    await using lab = await startLocalSession()
    const plan = { ...optionsFor(lab.session), hyperparameters: { misbehave: 'die' }, maxJobs: 1 }

    await expect(tune({ ...plan, keep: true })).rejects.toMatchObject({ code: 'tuning-failed' })

    expect(await takeInventory(lab.session)).toMatchObject({ jobs: ['Failed'], images: 1 })
  })

  it('makes one search of one whose answer was lost [G099]', async () => {
    await using lab = await startLocalSession()
    lab.local.faults.add({ operation: create, loseResponse: true })

    const tuned = await tune({ ...optionsFor(lab.session), maxJobs: 1 })

    expect(await takeInventory(lab.session)).toMatchObject({
      tuningJobs: ['Completed'],
      jobs: ['Completed'],
    })
    await tuned.cleanUp()
    expect(await takeInventory(lab.session)).toEqual(nothing)
  })

  it('leaves nothing running of one whose every answer was lost', async () => {
    await using lab = await startLocalSession()
    lab.local.faults.add({ operation: create, loseResponse: true, times: 3 })
    const plan = { ...optionsFor(lab.session), hyperparameters: { misbehave: 'hang' } }

    await expect(tune(plan)).rejects.toMatchObject({ code: 'endpoint-unreachable' })

    const left = await takeInventory(lab.session)
    expect(left.tuningJobs).toEqual(['Stopped'])
    expect(withoutRecords(left)).toEqual(nothing)
  })

  it('asks nothing of AWS with an option that is wrong', async () => {
    await using lab = await startLocalSession()
    const plan = optionsFor(lab.session)
    const wrong = [
      { ranges: {} },
      { maxJobs: 0 },
      { program: 'missing.mjs' },
      { image: 'both' },
      { trainingData: { train: 'missing.csv' } },
      { tags: { 'byo:run': 'mine' } },
      { hyperparameters: { shift: 2 } },
    ]

    for (const option of wrong) {
      await expect(tune({ ...plan, ...option }), JSON.stringify(option)).rejects.toMatchObject({
        code: expect.stringMatching(/^(invalid-option|program-not-found|data-not-found)$/),
      })
    }
    expect(await takeInventory(lab.session)).toEqual(nothing)
  })
})
