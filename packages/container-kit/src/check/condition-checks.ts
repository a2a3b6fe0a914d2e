import type { Bench } from './bench.ts'
import { fail, pass, skip } from './check.ts'
import { type Condition, checkConditions } from './conditions.ts'
import { realJob, sentBySdk } from './job-conditions.ts'
import { describeTrialEnd, type TrialPlan, train, trained } from './trial.ts'

/** Checks that training goes as well under all that real jobs, local mode and AWS's own SDK do otherwise. */
export async function checkAllConditions(bench: Bench, plan: TrialPlan): Promise<void> {
  await checkConditions(bench, plan, [...realJob, ...sentBySdk(bench)])
  await checkConditions(bench, plan, [...localMode])
  await checkMissingHyperparameters(bench, plan)
  if (bench.subject.kind === 'image') await checkConditions(bench, plan, isolation)
  else await skipIsolation(bench)
}

const part = 'training'

/** What local mode and `docker run` on a laptop leave out. */
const localMode: readonly Condition[] = [
  {
    claim: {
      part,
      level: 'recommended',
      ids: ['T21'],
      title: 'channels with nothing but a TrainingInputMode will do, as in local mode',
    },
    change: (plan) => ({
      ...plan,
      inputDataConfig: Object.fromEntries(
        Object.keys(plan.channels).map((name) => [name, { TrainingInputMode: 'File' }]),
      ),
    }),
    remedy: 'Missing members of inputdataconfig.json have defaults: FullyReplicated, None.',
  },
  {
    claim: {
      part,
      level: 'recommended',
      ids: ['T27'],
      title: 'it trains without a resourceconfig.json',
    },
    change: (plan) => ({ ...plan, resourceConfig: undefined }),
    remedy: 'Take it for a single host, so that docker run is enough to try the image.',
  },
  {
    claim: {
      part,
      level: 'recommended',
      ids: ['T40'],
      title: 'an output/failure of an earlier run is gone after a good one',
    },
    change: (plan) => ({
      ...plan,
      files: { ...plan.files, 'output/failure': 'An earlier run failed.' },
    }),
    judge: ({ failure }) =>
      failure === undefined ? pass('It is gone.') : fail('It is still there after exit code 0.'),
    remedy: 'Remove the file when training starts.',
  },
]

/** What only an image can be denied. */
const isolation: readonly Condition[] = [
  {
    claim: { part, level: 'required', ids: ['T66'], title: 'it trains with no network' },
    change: (plan) => ({ ...plan, setting: { ...plan.setting, network: 'none' } }),
    remedy: 'Install everything when the image is built, and call nobody.',
  },
  {
    claim: { part, level: 'required', ids: ['T32'], title: 'it trains with a read-only input' },
    change: (plan) => ({ ...plan, setting: { ...plan.setting, readOnlyInput: true } }),
    remedy: 'Write to /tmp, model or output.',
  },
  {
    claim: {
      part,
      level: 'recommended',
      ids: ['T67'],
      title: 'it trains on a read-only root file system',
    },
    change: (plan) => ({ ...plan, setting: { ...plan.setting, readOnlyRoot: true } }),
    remedy: 'Write to /tmp, model or output.',
  },
]

/** A missing file and an empty object have to come to the same, whether the program needs hyperparameters or not. */
async function checkMissingHyperparameters(bench: Bench, plan: TrialPlan): Promise<void> {
  await bench.check(
    {
      part,
      level: 'recommended',
      ids: ['T17'],
      title: 'a missing hyperparameters.json comes to the same as {}',
    },
    async () => {
      const empty = await train(bench, { ...plan, hyperparameters: {} })
      const missing = await train(bench, { ...plan, hyperparameters: undefined })
      if (empty.ending === undefined || missing.ending === undefined)
        return skip('It was still running when the time was over.')
      if (trained(empty) === trained(missing))
        return pass(
          trained(empty) ? 'It trained both times.' : 'It refused both, for it needs some.',
        )
      return fail(
        `With {} it trained, and without the file not. ${describeTrialEnd(missing)} Take a missing file for {}.`,
      )
    },
  )
}

async function skipIsolation(bench: Bench): Promise<void> {
  for (const { claim } of isolation.filter(({ claim }) => !claim.ids.includes('T32'))) {
    await bench.check(claim, () => skip('Only an image can be tried so: --image.'))
  }
}
