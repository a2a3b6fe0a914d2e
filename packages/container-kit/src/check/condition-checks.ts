import type { Bench } from './bench.ts'
import { fail, pass, skip } from './check.ts'
import { type Condition, checkConditions } from './conditions.ts'
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

/** What jobs on the platform have beside what is documented. */
const realJob: readonly Condition[] = [
  {
    claim: {
      part,
      level: 'required',
      ids: ['T19'],
      title: 'a channel without a ContentType will do',
    },
    change: (plan) => plan,
    remedy: 'inputdataconfig.json has no ContentType where the job gave none.',
  },
  {
    claim: {
      part,
      level: 'recommended',
      ids: ['T23'],
      title: 'a manifest beside a channel is no channel',
    },
    change: (plan) => ({
      ...plan,
      files: {
        ...plan.files,
        ...Object.fromEntries(
          Object.keys(plan.channels).map((name) => [`input/data/${name}-manifest`, '[]']),
        ),
      },
    }),
    remedy: 'Take the channels from inputdataconfig.json, and only their folders.',
  },
  {
    claim: {
      part,
      level: 'recommended',
      ids: ['T24'],
      title: 'unknown files and members of input/config do no harm',
    },
    change: (plan) => ({
      ...plan,
      inputDataConfig: withUnknownMember(plan.inputDataConfig),
      resourceConfig: {
        ...(plan.resourceConfig as object),
        current_instance_type: 'ml.m5.large',
        current_group_name: 'homogeneousCluster',
        instance_groups: [
          {
            instance_group_name: 'homogeneousCluster',
            instance_type: 'ml.m5.large',
            hosts: ['algo-1'],
          },
        ],
        topology: null,
      },
      files: {
        ...plan.files,
        'input/config/init-config.json': { some: 'text' },
        'input/config/trainingjobconfig.json': {},
        'input/config/upstreamoutputdataconfig.json': [],
      },
    }),
    remedy: 'Read only the files and members you need: real jobs have more.',
  },
]

/** How the SageMaker Python SDK and the tuner send hyperparameters. */
function sentBySdk({ options }: Bench): readonly Condition[] {
  const given = Object.entries(options.hyperparameters)
  const encoded: Condition = {
    claim: {
      part,
      level: 'recommended',
      ids: ['T12'],
      title: 'hyperparameters as the SageMaker Python SDK writes them are understood',
    },
    change: (plan) => ({
      ...plan,
      hyperparameters: {
        ...(plan.hyperparameters as object),
        ...Object.fromEntries(given.map(([name, value]) => [name, sdkText(value)])),
      },
    }),
    remedy:
      'The SDK sends the text abc as "\\"abc\\"": try JSON first, and keep the text where it is none.',
  }
  const own: Condition = {
    claim: {
      part,
      level: 'recommended',
      ids: ['T13', 'T14'],
      title: "hyperparameters of the SDK's and the tuner's own do no harm",
    },
    change: (plan) => ({
      ...plan,
      hyperparameters: {
        ...(plan.hyperparameters as object),
        sagemaker_program: '"train.py"',
        sagemaker_container_log_level: '20',
        _tuning_objective_metric: 'validation:rmse',
      },
    }),
    remedy: 'Leave aside sagemaker_* and _tuning_objective_metric.',
  }
  return given.length === 0 ? [own] : [encoded, own]
}

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

function withUnknownMember(config: unknown): unknown {
  return Object.fromEntries(
    Object.entries(config as Record<string, object>).map(([name, channel]) => [
      name,
      { ...channel, AddedOneDay: true },
    ]),
  )
}

/** Text as Python's json.dumps of the value that a user of the SDK would give: numbers stay, words get quotes. */
function sdkText(value: string): string {
  const isJson = /^(-?\d+(\.\d+)?([eE][-+]?\d+)?|true|false|null|[[{].*[\]}])$/s.test(value)
  return isJson ? value : JSON.stringify(value)
}
