import type { Fleet } from './fleet.ts'
import type { Instance } from './instance.ts'

/**
 * The instance of a fleet with the fewest invocations under way, in turn among equals; undefined while all are
 * being started again.
 *
 * @param targetModel - An instance that has this model loaded goes first.
 */
export function chooseInstance(fleet: Fleet, targetModel?: string): Instance | undefined {
  const { instances } = fleet
  let chosen: Instance | undefined
  let chosenHasModel = false
  fleet.turn = (fleet.turn + 1) % Math.max(1, instances.length)
  for (let i = 0; i < instances.length; i += 1) {
    const one = instances[(fleet.turn + i) % instances.length] as Instance
    if (!one.isReady) continue
    const hasModel = targetModel !== undefined && one.hasModel(targetModel)
    if (chosen === undefined || isBetter(one, hasModel, chosen, chosenHasModel)) {
      chosen = one
      chosenHasModel = hasModel
    }
  }
  return chosen
}

function isBetter(
  one: Instance,
  hasModel: boolean,
  than: Instance,
  thanHasModel: boolean,
): boolean {
  if (hasModel !== thanHasModel) return hasModel
  return one.outstanding < than.outstanding
}
