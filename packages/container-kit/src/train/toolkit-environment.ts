// The environment that AWS's training toolkit gives a user's program, in its own format, so that programs written for it
// find what they read there. Source: sagemaker-training-toolkit, environment.py and mapping.py.
import type { ContainerPaths } from '../contract/paths.ts'
import type { Host } from '../lifecycle/host.ts'
import type { ClusterFacts } from './cluster.ts'
import {
  formatPythonJson,
  formatPythonText,
  isList,
  type PythonValue,
  sortedEntries,
} from './python-json.ts'
import { countHardware, type Hardware, toolkitFacts, type Values } from './toolkit-facts.ts'

/** The variables `SM_*` of a job. */
export function toolkitEnvironment(
  paths: ContainerPaths,
  cluster: ClusterFacts,
  env: Host['env'],
  hardware: Hardware = countHardware(),
): Readonly<Record<string, string>> {
  const facts = toolkitFacts(paths, cluster, env, hardware)
  const { hyperparameters, channel_input_dirs: channels } = facts
  const named: Record<string, PythonValue> = {
    ...Object.fromEntries(factNames.map((name) => [name, facts[name] ?? null])),
    hps: hyperparameters,
    framework_params: facts.additional_framework_parameters,
    channels: sortedEntries(channels).map(([name]) => name),
    training_env: facts,
    user_args: userArguments(hyperparameters),
  }
  if (facts.topology) named.topology = facts.topology
  for (const [name, dir] of Object.entries(channels)) named[`channel_${name}`] = dir
  for (const [name, value] of Object.entries(hyperparameters)) {
    // SageMaker's SDK of version 3 writes names that a shell can read, the toolkit does not.
    named[`hp_${name.replaceAll('-', '_')}`] = value
    named[`hp_${name}`] = value
  }
  return Object.fromEntries(
    Object.entries(named).map(([name, value]) => [`SM_${name.toUpperCase()}`, asVariable(value)]),
  )
}

/** Hyperparameters as words of a command line, in the order of their names. */
function userArguments(hyperparameters: Values): readonly string[] {
  return sortedEntries(hyperparameters).flatMap(([name, value]) => [
    [...name].length > 1 ? `--${name}` : `-${name}`,
    asArgument(value),
  ])
}

function asArgument(value: PythonValue): string {
  if (value === null) return ''
  if (typeof value !== 'object' || isList(value)) return formatPythonText(value)
  return sortedEntries(value)
    .map(([name, each]) => `${name}=${formatPythonText(each)}`)
    .join(',')
}

/** Text is itself, nothing is empty, all else compact JSON. */
function asVariable(value: PythonValue): string {
  if (value === null) return ''
  return typeof value === 'string' ? value : formatPythonJson(value)
}

/** The facts that are variables under their own names. */
const factNames = [
  'hosts',
  'network_interface_name',
  'user_entry_point',
  'resource_config',
  'input_data_config',
  'output_data_dir',
  'current_host',
  'current_instance_type',
  'current_instance_group',
  'current_instance_group_hosts',
  'instance_groups',
  'instance_groups_dict',
  'distribution_instance_groups',
  'is_hetero',
  'module_name',
  'log_level',
  'framework_module',
  'input_dir',
  'input_config_dir',
  'output_dir',
  'num_cpus',
  'num_gpus',
  'num_neurons',
  'model_dir',
  'module_dir',
  'output_intermediate_dir',
]
