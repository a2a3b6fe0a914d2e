import type { DeploymentConfig } from '../../jobs/hosting/deployment-config.ts'
import { notHere, refusal } from './refusals.ts'

/** Requires that a deployment can be done as it is asked for. */
export function checkDeploymentConfig(config: DeploymentConfig | undefined): void {
  if (config?.RollingUpdatePolicy !== undefined) throw notHere('RollingUpdatePolicy')
  // Nothing here raises an alarm: an update that is to be judged by one would always be found good.
  if (config?.AutoRollbackConfiguration?.Alarms?.length) throw notHere('An alarm for rolling back')
  const routing = config?.BlueGreenUpdatePolicy?.TrafficRoutingConfiguration
  if (routing?.Type === 'CANARY' && routing.CanarySize === undefined)
    throw refusal('CanarySize is required when the traffic routing type is CANARY.')
  if (routing?.Type === 'LINEAR' && routing.LinearStepSize === undefined)
    throw refusal('LinearStepSize is required when the traffic routing type is LINEAR.')
}
