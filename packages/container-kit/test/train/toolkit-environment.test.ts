import { join } from 'node:path'
import { expect, it } from 'vitest'
import { containerPaths } from '../../src/contract/index.ts'
import { nodeHost } from '../../src/lifecycle/node-host.ts'
import { createLog } from '../../src/logging/log.ts'
import { readCluster } from '../../src/train/cluster.ts'
import { toolkitEnvironment } from '../../src/train/toolkit-environment.ts'
import { baseDirWith } from '../fixtures/run-program.ts'

const hardware = { cpus: 8, gpus: 2, neurons: 0 }
const silent = createLog('silent', nodeHost())

/** The variables of a job with these files in input/config. */
async function variablesOf(
  config: Record<string, unknown>,
  files: Record<string, unknown> = {},
  env: Record<string, string> = {},
) {
  const inConfig = Object.entries(config).map(([name, content]) => [
    `input/config/${name}.json`,
    content,
  ])
  const paths = containerPaths(await baseDirWith({ ...Object.fromEntries(inConfig), ...files }))
  const cluster = readCluster(paths.resourceConfigFile, silent)
  return { base: paths.baseDir, found: toolkitEnvironment(paths, cluster, env, hardware) }
}

it('has every variable of the toolkit, in its format [T56]', async () => {
  const groups = [
    { instance_group_name: 'big', instance_type: 'ml.p3.2xlarge', hosts: ['algo-1'] },
    { instance_group_name: 'small', instance_type: 'ml.m5.large', hosts: ['algo-10', 'algo-2'] },
  ]
  const resourceconfig = {
    current_host: 'algo-2',
    hosts: ['algo-1', 'algo-10', 'algo-2'],
    network_interface_name: 'eth1',
    current_instance_type: 'ml.m5.large',
    current_group_name: 'small',
    instance_groups: groups,
    topology: null,
  }
  const inputdataconfig = {
    'val-x': { TrainingInputMode: 'File' },
    train: { TrainingInputMode: 'Pipe', RecordWrapperType: 'None' },
  }
  const { base, found } = await variablesOf({
    resourceconfig,
    inputdataconfig,
    hyperparameters: {
      'learning-rate': '1e-5',
      epochs: '10',
      rate: '1.0',
      n: '"abc"',
      raw: 'it’s raw',
      zip: '"001"',
      big: '9007199254740993',
      flag: 'true',
      none: 'null',
      empty: '',
      layers: '[64, 32]',
      map: '{"b": 1, "a": [true]}',
      sagemaker_program: '"train.py"',
      sagemaker_submit_directory: '"s3://bucket/code.tar.gz"',
      sagemaker_region: '"eu-west-1"',
      sagemaker_job_name: '"job"',
      sagemaker_container_log_level: '10',
      sagemaker_mpi_enabled: 'true',
      sagemaker_mpi_num_of_processes_per_host: '2',
      _tuning_objective_metric: 'val:loss',
    },
  })

  const hps =
    '{"big":9007199254740993,"empty":"","epochs":10,"flag":true,"layers":[64,32],"learning-rate":1e-05,' +
    '"map":{"a":[true],"b":1},"n":"abc","none":null,"rate":1.0,"raw":"it\\u2019s raw","zip":"001"}'
  const framework = '{"sagemaker_mpi_enabled":true,"sagemaker_mpi_num_of_processes_per_host":2}'
  const data =
    '{"train":{"RecordWrapperType":"None","TrainingInputMode":"Pipe"},"val-x":{"TrainingInputMode":"File"}}'
  const groupsDict =
    '{"big":{"hosts":["algo-1"],"instance_group_name":"big","instance_type":"ml.p3.2xlarge"},' +
    '"small":{"hosts":["algo-10","algo-2"],"instance_group_name":"small","instance_type":"ml.m5.large"}}'
  const { SM_TRAINING_ENV, SM_RESOURCE_CONFIG, ...rest } = found
  expect(rest).toEqual({
    SM_HOSTS: '["algo-1","algo-10","algo-2"]',
    SM_CURRENT_HOST: 'algo-2',
    SM_NETWORK_INTERFACE_NAME: 'eth1',
    SM_CURRENT_INSTANCE_TYPE: 'ml.m5.large',
    SM_CURRENT_INSTANCE_GROUP: 'small',
    SM_CURRENT_INSTANCE_GROUP_HOSTS: '["algo-10","algo-2"]',
    SM_INSTANCE_GROUPS: '["big","small"]',
    SM_INSTANCE_GROUPS_DICT: groupsDict,
    SM_DISTRIBUTION_INSTANCE_GROUPS: '["small"]',
    SM_IS_HETERO: 'true',
    SM_HPS: hps,
    SM_HP_BIG: '9007199254740993',
    SM_HP_EMPTY: '',
    SM_HP_EPOCHS: '10',
    SM_HP_FLAG: 'true',
    SM_HP_LAYERS: '[64,32]',
    'SM_HP_LEARNING-RATE': '1e-05',
    SM_HP_LEARNING_RATE: '1e-05',
    SM_HP_MAP: '{"a":[true],"b":1}',
    SM_HP_N: 'abc',
    SM_HP_NONE: '',
    SM_HP_RATE: '1.0',
    SM_HP_RAW: 'it’s raw',
    SM_HP_ZIP: '001',
    SM_USER_ARGS: JSON.stringify([
      ...['--big', '9007199254740993', '--empty', '', '--epochs', '10', '--flag', 'True'],
      ...['--layers', '[64, 32]', '--learning-rate', '1e-05', '--map', 'a=[True],b=1'],
      ...['-n', 'abc', '--none', '', '--rate', '1.0', '--raw', 'it’s raw', '--zip', '001'],
    ]).replace('’', '\\u2019'),
    SM_USER_ENTRY_POINT: 'train.py',
    SM_MODULE_NAME: 'train',
    SM_MODULE_DIR: 's3://bucket/code.tar.gz',
    SM_FRAMEWORK_MODULE: '',
    SM_FRAMEWORK_PARAMS: framework,
    SM_INPUT_DIR: join(base, 'input'),
    SM_INPUT_CONFIG_DIR: join(base, 'input/config'),
    SM_MODEL_DIR: join(base, 'model'),
    SM_OUTPUT_DIR: join(base, 'output'),
    SM_OUTPUT_DATA_DIR: join(base, 'output/data'),
    SM_OUTPUT_INTERMEDIATE_DIR: join(base, 'output/intermediate'),
    SM_CHANNELS: '["train","val-x"]',
    SM_CHANNEL_TRAIN: join(base, 'input/data/train'),
    'SM_CHANNEL_VAL-X': join(base, 'input/data/val-x'),
    SM_INPUT_DATA_CONFIG: data,
    SM_NUM_CPUS: '8',
    SM_NUM_GPUS: '2',
    SM_NUM_NEURONS: '0',
    SM_LOG_LEVEL: '10',
  })
  expect(JSON.parse(SM_RESOURCE_CONFIG!)).toEqual(resourceconfig)
  expect(SM_RESOURCE_CONFIG).toMatch(/^\{"current_group_name":"small","current_host":/)
  expect(SM_TRAINING_ENV).toMatch(/^\{"additional_framework_parameters":\{"sagemaker_mpi_enabled":/)
  expect(SM_TRAINING_ENV).toContain(`"hyperparameters":${hps},`)
  expect(JSON.parse(SM_TRAINING_ENV!)).toMatchObject({
    channel_input_dirs: { train: join(base, 'input/data/train') },
    distribution_hosts: ['algo-10', 'algo-2'],
    is_master: false,
    master_hostname: 'algo-10',
    network_interface_name: 'eth1',
    num_cpus: 8,
    user_entry_point: 'train.py',
  })
})

it('says where hosts stand to each other, where the platform does [T56]', async () => {
  const config = { current_host: 'a', hosts: ['a'], topology: [{ rack: 1 }] }
  const { found } = await variablesOf({ resourceconfig: config })

  expect(found.SM_TOPOLOGY).toBe('[{"rack":1}]')
})

it('has the toolkit’s defaults where the platform says little [T56]', async () => {
  const { base, found } = await variablesOf(
    {},
    { 'input/data/train/a.csv': '' },
    {
      SAGEMAKER_PROGRAM: 'fit.R',
      SAGEMAKER_TRAINING_MODULE: 'my:main',
      TRAINING_JOB_NAME: 'job-1',
    },
  )

  expect(found).toMatchObject({
    SM_HOSTS: '["localhost"]',
    SM_CURRENT_INSTANCE_TYPE: 'local',
    SM_CURRENT_INSTANCE_GROUP: 'homogeneousCluster',
    SM_CURRENT_INSTANCE_GROUP_HOSTS: '[]',
    SM_INSTANCE_GROUPS: '[]',
    SM_INSTANCE_GROUPS_DICT: '{}',
    SM_DISTRIBUTION_INSTANCE_GROUPS: '[]',
    SM_IS_HETERO: 'false',
    SM_NETWORK_INTERFACE_NAME: 'eth0',
    SM_HPS: '{}',
    SM_USER_ARGS: '[]',
    SM_USER_ENTRY_POINT: 'fit.R',
    SM_MODULE_NAME: 'fit.R',
    SM_MODULE_DIR: join(base, 'code'),
    SM_FRAMEWORK_MODULE: 'my:main',
    SM_LOG_LEVEL: '20',
    SM_CHANNELS: '["train"]',
    SM_INPUT_DATA_CONFIG: '{}',
  })
  expect(found.SM_TOPOLOGY).toBeUndefined()
  expect(JSON.parse(found.SM_TRAINING_ENV!)).toMatchObject({ is_master: true, job_name: 'job-1' })
})
