import { ByoError } from '../errors.ts'
import { checkTags } from '../requests/check-tags.ts'

/** The tags by which all that a run has made can be found. */
const runTag = 'byo:run'
const creatorTag = 'byo:created-by'

/**
 * The caller's tags with those of the run: its name, and the package that made it.
 *
 * @throws `invalid-option` for tags that AWS doesn't take, or that are the run's own
 */
export function runTags(
  tags: Readonly<Record<string, string>> | undefined,
  run: string,
): Record<string, string> {
  const own = [runTag, creatorTag].find((key) => tags !== undefined && key in tags)
  if (own !== undefined) {
    throw new ByoError('invalid-option', `The tag "${own}" is set by the run itself.`)
  }
  const all = { ...tags, [runTag]: run, [creatorTag]: '@byo/core' }
  checkTags(all)
  return all
}
