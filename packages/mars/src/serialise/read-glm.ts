import { families } from '../glm/family.ts'
import type { MarsGlm, MarsGlmStatistics } from '../glm/glm-fit.ts'
import { readArray, readBoolean, readChoice, readNumber, readObject } from './json-reader.ts'
import { readNumberOr } from './read-statistics.ts'

/** Generalised linear models of so many responses on so many terms. */
export function readGlm(value: unknown, field: string, responses: number, terms: number): MarsGlm {
  const member = readObject(value, field)
  const family = readChoice(member('family'), `${field}.family`, ['binomial', 'poisson'])
  return {
    family,
    link: readChoice(member('link'), `${field}.link`, families[family].links),
    coefficients: readArray(
      member('coefficients'),
      `${field}.coefficients`,
      (row, at) => readArray(row, at, readNumber, terms),
      responses,
    ),
    perResponse: readArray(
      member('perResponse'),
      `${field}.perResponse`,
      readGlmStatistics,
      responses,
    ),
  }
}

/** How one response was fitted. */
function readGlmStatistics(value: unknown, field: string): MarsGlmStatistics {
  const member = readObject(value, field)
  const number = (name: string): number => readNumber(member(name), `${field}.${name}`)
  return {
    nullDeviance: number('nullDeviance'),
    nullDf: number('nullDf'),
    deviance: number('deviance'),
    df: number('df'),
    devianceRatio: number('devianceRatio'),
    aic: readNumberOr(member('aic'), `${field}.aic`, Number.POSITIVE_INFINITY),
    iterations: number('iterations'),
    converged: readBoolean(member('converged'), `${field}.converged`),
  }
}
