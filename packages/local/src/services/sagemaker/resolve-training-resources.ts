import { instanceGroups } from '../../jobs/training/training-hosts.ts'
import type { InstanceGroup, ResourceConfig } from '../../jobs/training/training-request.ts'
import { checkInstanceCount } from './check-instance-count.ts'
import { notHere, refusal } from './refusals.ts'

/** What this emulator cannot choose or reserve. */
const lacking = ['InstancePreferences', 'InstancePlacementConfig', 'TrainingPlanArn'] as const

/**
 * Fills in the defaults of a job's instances.
 *
 * @throws AwsError for combinations that SageMaker refuses, for too many instances, and for features that are not here.
 */
export function resolveResources(
  resources: ResourceConfig | undefined,
  { EnableManagedSpotTraining: spot }: { readonly EnableManagedSpotTraining?: boolean },
): ResourceConfig {
  const asked = (resources ?? {}) as Readonly<Record<string, unknown>>
  const member = lacking.find((name) => asked[name] !== undefined)
  if (member !== undefined) throw notHere(member)
  const groups = resources?.InstanceGroups ?? []
  const keepsAlive = (resources?.KeepAlivePeriodInSeconds ?? 0) > 0
  if (keepsAlive && (spot === true || groups.length > 0)) {
    const other = spot === true ? 'managed spot training' : 'InstanceGroups'
    throw refusal(`KeepAlivePeriodInSeconds is not supported together with ${other}.`)
  }
  const resolved =
    groups.length > 0 ? resolveGroups(resources, groups) : resolveInstances(resources)
  checkCounts(instanceGroups(resolved))
  return resolved
}

function resolveGroups(
  resources: ResourceConfig | undefined,
  groups: readonly InstanceGroup[],
): ResourceConfig {
  if (resources?.InstanceType !== undefined || (resources?.InstanceCount ?? 0) > 0) {
    throw refusal('InstanceGroups cannot be given together with InstanceType and InstanceCount.')
  }
  const names = groups.map(({ InstanceGroupName }) => InstanceGroupName)
  if (new Set(names).size < names.length) {
    throw refusal('The names of InstanceGroups must be unique.')
  }
  return { ...resources, InstanceGroups: groups }
}

function resolveInstances(resources: ResourceConfig | undefined): ResourceConfig {
  if (resources?.InstanceType === undefined) throw notHere('A training job without an InstanceType')
  return { ...resources, InstanceCount: resources.InstanceCount ?? 1 }
}

/** Every group has an instance, and all of them together are not more than this machine can stand. */
function checkCounts(groups: readonly InstanceGroup[]): void {
  let count = 0
  for (const { InstanceType, InstanceCount } of groups) {
    if (InstanceCount < 1) throw refusal('InstanceCount must be greater than or equal to 1.')
    count += InstanceCount
    checkInstanceCount('training', InstanceType, count)
  }
}
