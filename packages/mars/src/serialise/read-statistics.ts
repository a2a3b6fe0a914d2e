import type { MarsStatistics, MarsSubset } from '../model.ts'
import { invalidField, readArray, readNumber, readObject } from './json-reader.ts'

/** RSS, GCV and what they explain; null stands for the infinity that GCV and GRSq can be. */
export function readStatistics(value: unknown, field: string): MarsStatistics {
  const member = readObject(value, field)
  const at = field === '' ? '' : `${field}.`
  return {
    rss: readNumber(member('rss'), `${at}rss`),
    gcv: readNumberOr(member('gcv'), `${at}gcv`, Number.POSITIVE_INFINITY),
    rsq: readNumber(member('rsq'), `${at}rsq`),
    grsq: readNumberOr(member('grsq'), `${at}grsq`, Number.NEGATIVE_INFINITY),
  }
}

/** The subsets of sizes 1, 2, …: no more than there are terms, and up to the size of the model. */
export function readSubsets(
  value: unknown,
  field: string,
  terms: number,
  selected: number,
): MarsSubset[] {
  const subsets = readArray(value, field, readSubset)
  if (subsets.length < selected || subsets.length > terms) {
    throw invalidField(
      field,
      `must have from ${selected} to ${terms} elements, one a size, and has ${subsets.length}`,
    )
  }
  for (const [index, { members }] of subsets.entries()) {
    checkIndices(members, `${field}[${index}].members`, terms)
    if (members.length === index + 1) continue
    throw invalidField(`${field}[${index}].members`, `must hold ${index + 1} terms`)
  }
  return subsets
}

/** Sees to it that the terms are there, at least one, in ascending order. */
export function checkIndices(indices: readonly number[], field: string, terms: number): void {
  const ascending = indices.every((index, at) => at === 0 || index > indices[at - 1])
  if (indices.length > 0 && ascending && indices[indices.length - 1] < terms) return
  throw invalidField(field, `must hold ascending indices into the ${terms} terms of dirs`)
}

/** An index from 0. */
export function readIndex(value: unknown, field: string): number {
  return readNumber(value, field, { least: 0, whole: true })
}

/** One subset. */
function readSubset(value: unknown, field: string): MarsSubset {
  const members = readArray(readObject(value, field)('members'), `${field}.members`, readIndex)
  return { members, ...readStatistics(value, field) }
}

/** A number, or the infinity that null stands for. */
export function readNumberOr(value: unknown, field: string, infinity: number): number {
  return value === null ? infinity : readNumber(value, field)
}
