import { describe, MarsError } from '../errors.ts'
import type { ForwardSettings } from './forward-settings.ts'
import { glmOf } from './glm-options.ts'
import type { MarsOptions } from './mars-options.ts'
import { nearestName } from './nearest-name.ts'
import { isMarsOption, refuseForeignOptions, resolvePruning } from './resolve-options.ts'

/**
 * What can be asked of {@link MarsFit.update}: the options that the forward pass does not depend
 * on. What is left out stays as it was.
 *
 * @public
 */
export type UpdateOptions = Pick<MarsOptions, 'pmethod' | 'nprune' | 'penalty' | 'glm'>

/** The settings of a fit with those of its pruning changed. */
export function updatedSettings(given: UpdateOptions, settings: ForwardSettings): ForwardSettings {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new MarsError('invalid-option', `The options are ${describe(given)}, not an object.`)
  }
  for (const name of Object.keys(given)) {
    if (updateNames.includes(name)) continue
    if (isMarsOption(name)) {
      throw new MarsError(
        'unsupported-option',
        `Option ${name} does not go with update, which only prunes again: call fitMars with it.`,
      )
    }
    throw new MarsError(
      'unknown-option',
      `There is no option ${describe(name)} of update: did you mean ${nearestName(name, updateNames)}?`,
    )
  }
  refuseForeignOptions(given, settings.rules)
  const glm = given.glm === undefined ? settings.glm : glmOf(given.glm)
  return { ...settings, ...resolvePruning(given, settings), glm }
}

/** The options that update takes. */
const updateNames: readonly string[] = ['pmethod', 'nprune', 'penalty', 'glm']
