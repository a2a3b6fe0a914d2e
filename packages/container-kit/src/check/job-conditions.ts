import type { Bench } from './bench.ts'
import type { Condition } from './conditions.ts'

const part = 'training'

/** What jobs on the platform have beside what is documented. */
export const realJob: readonly Condition[] = [
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
export function sentBySdk({ options }: Bench): readonly Condition[] {
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
