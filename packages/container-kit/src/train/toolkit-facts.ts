import { readdirSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { environmentVariables } from '../contract/environment.ts'
import { type ContainerPaths, channelDir } from '../contract/paths.ts'
import type { Host } from '../lifecycle/host.ts'
import type { ClusterFacts } from './cluster.ts'
import { channelNames } from './input-channels.ts'
import { formatPythonText, isList, type PythonValue, parsePythonJson } from './python-json.ts'
import { isObject, readConfigText } from './read-config.ts'
import { isReserved } from './read-hyperparameters.ts'

/** What there is to compute with, as counts. */
export interface Hardware {
  readonly cpus: number
  readonly gpus: number
  /** Neuron devices. */
  readonly neurons: number
}

/** Values by name. */
export type Values = { readonly [name: string]: PythonValue }

/** All that the toolkit tells of a job, as `SM_TRAINING_ENV` names it. */
export type ToolkitFacts = Values & {
  readonly additional_framework_parameters: Values
  readonly channel_input_dirs: Readonly<Record<string, string>>
  readonly hyperparameters: Values
}

/** Gathers what the toolkit tells of a job. */
export function toolkitFacts(
  paths: ContainerPaths,
  cluster: ClusterFacts,
  env: Host['env'],
  hardware: Hardware,
): ToolkitFacts {
  const { own, sdk, framework } = splitHyperparameters(readValues(paths.hyperparametersFile) ?? {})
  const resources = readValues(paths.resourceConfigFile) ?? {
    current_host: cluster.currentHost,
    hosts: cluster.hosts,
  }
  const groups = listedGroups(resources.instance_groups ?? null)
  const group = cluster.instanceGroup
  const distributed = Object.entries(framework).some(
    ([name, value]) => distributionSwitches.has(name) && Boolean(value),
  )
  const distribution = framework.sagemaker_distribution_instance_groups
  const distributionGroups = isList(distribution ?? null)
    ? (distribution as readonly PythonValue[])
    : distributed
      ? [group]
      : []
  const distributionHosts =
    groups.length === 0
      ? cluster.hosts
      : groups
          .filter((each) => distributionGroups.includes(each.name))
          .flatMap((each) => each.hosts)
  const master = distributionHosts[0] ?? cluster.hosts[0]!
  const program = env[environmentVariables.program] ?? sdk.sagemaker_program ?? null
  return {
    additional_framework_parameters: framework,
    channel_input_dirs: Object.fromEntries(
      channelNames(paths).map((name) => [name, channelDir(paths, name)]),
    ),
    current_host: cluster.currentHost,
    current_instance_group: group,
    current_instance_group_hosts: groups.find((each) => each.name === group)?.hosts ?? [],
    current_instance_type: cluster.instanceType ?? 'local',
    distribution_hosts: distributionHosts,
    distribution_instance_groups: distributionGroups,
    framework_module: env[environmentVariables.trainingModule] ?? null,
    hosts: cluster.hosts,
    hyperparameters: own,
    input_config_dir: paths.inputConfigDir,
    input_data_config: readValues(paths.inputDataConfigFile) ?? {},
    input_dir: dirname(paths.inputConfigDir),
    instance_groups: groups.map((each) => each.name),
    instance_groups_dict: Object.fromEntries(groups.map((each) => [each.name, each.all])),
    is_hetero: groups.length > 1,
    is_master: cluster.currentHost === master,
    is_modelparallel_enabled: null,
    job_name: env[environmentVariables.trainingJobName] ?? null,
    log_level: sdk.sagemaker_container_log_level ?? 20n,
    master_hostname: master,
    model_dir: paths.modelDir,
    module_dir: formatPythonText(sdk.sagemaker_submit_directory ?? join(paths.baseDir, 'code')),
    module_name: program === null ? null : formatPythonText(program).replace(/\.py$/, ''),
    network_interface_name: cluster.networkInterface ?? 'eth0',
    num_cpus: BigInt(hardware.cpus),
    num_gpus: BigInt(hardware.gpus),
    num_neurons: BigInt(hardware.neurons),
    output_data_dir: paths.outputDataDir,
    output_dir: paths.outputDir,
    output_intermediate_dir: join(paths.outputDir, 'intermediate'),
    resource_config: resources,
    topology: resources.topology ?? null,
    user_entry_point: program,
  }
}

/** The groups of `resourceconfig.json` that have a name. */
function listedGroups(value: PythonValue): readonly {
  readonly name: string
  readonly hosts: readonly PythonValue[]
  readonly all: Values
}[] {
  if (!isList(value)) return []
  return value.filter(isObject).flatMap((all) => {
    const { instance_group_name: name, hosts = null } = all as Values
    return typeof name === 'string'
      ? [{ name, hosts: isList(hosts) ? hosts : [], all: all as Values }]
      : []
  })
}

/** An object from `input/config`, whose values are JSON in JSON where the sender wrote them so. */
function readValues(path: string): Values | undefined {
  const text = readConfigText(path)
  return text === undefined ? undefined : (parsePythonJson(text) as Values)
}

/** Hyperparameters as values: the user's own, those that the SDK always adds, and those of its frameworks. */
function splitHyperparameters(sent: Values): Record<'own' | 'sdk' | 'framework', Values> {
  const own: [string, PythonValue][] = []
  const sdk: [string, PythonValue][] = []
  const framework: [string, PythonValue][] = []
  for (const [name, value] of Object.entries(sent)) {
    const json = typeof value === 'string' ? parsePythonJson(value) : undefined
    const decoded = json === undefined ? value : json
    const kind = sdkNames.has(name) ? sdk : isReserved(name) ? framework : own
    kind.push([name, decoded])
  }
  return {
    own: Object.fromEntries(own),
    sdk: Object.fromEntries(sdk),
    framework: Object.fromEntries(framework),
  }
}

/** Counts devices by the files that their drivers show. */
export function countHardware(): Hardware {
  return {
    cpus: cpus().length,
    gpus: namesIn('/proc/driver/nvidia/gpus').length,
    neurons: namesIn('/dev').filter((name) => /^neuron\d+$/.test(name)).length,
  }
}

function namesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir)
  } catch {
    return []
  }
}

const sdkNames: ReadonlySet<string> = new Set([
  'sagemaker_program',
  'sagemaker_submit_directory',
  'sagemaker_enable_cloudwatch_metrics',
  'sagemaker_container_log_level',
  'sagemaker_job_name',
  'sagemaker_region',
  'sagemaker_s3_output',
  'default_user_module_name',
  '_tuning_objective_metric',
])

/** Framework parameters that spread training over the instance group. */
const distributionSwitches: ReadonlySet<string> = new Set([
  'sagemaker_mpi_enabled',
  'sagemaker_parameter_server_enabled',
  'sagemaker_distributed_dataparallel_enabled',
  'sagemaker_pytorch_ddp_enabled',
  'sagemaker_pytorch_xla_multi_worker_enabled',
  'sagemaker_multi_worker_mirrored_strategy_enabled',
])
