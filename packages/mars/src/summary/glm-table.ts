import { generalNumber } from '../basis/general-number.ts'
import type { MarsGlm } from '../glm/glm-fit.ts'
import { mostSteps } from '../glm/irls.ts'
import { textTable } from './text-table.ts'

/**
 * What R prints of generalised linear models: one line each. Deviances have `digits` significant
 * digits, of which one less is shown; their ratio has 4 less, but 2; the AIC 3 less, but 3.
 */
export function glmTable(
  { family, link, perResponse }: MarsGlm,
  responses: readonly string[],
  digits: number,
): readonly string[] {
  const ended = perResponse.every(({ converged }) => converged)
  const column = (
    heading: string,
    read: (each: MarsGlm['perResponse'][number]) => number,
  ): { readonly heading: string; readonly values: readonly number[] } => ({
    heading,
    values: perResponse.map(read),
  })
  const to = (value: number, significant: number): number =>
    Number.isFinite(value) ? Number(generalNumber(value, significant)) : value
  return [
    `GLM (family ${family}, link ${link}${ended ? '' : `, maxit=${mostSteps}`}):`,
    // Blanks in headings are R's.
    ...textTable(
      responses.length === 1 ? [''] : responses,
      [
        column('nulldev', ({ nullDeviance }) => to(nullDeviance, digits)),
        column('df', ({ nullDf }) => nullDf),
        column('      dev', ({ deviance }) => to(deviance, digits)),
        column('df', ({ df }) => df),
        column('  devratio', ({ devianceRatio }) => to(devianceRatio, Math.max(2, digits - 4))),
        column('    AIC', ({ aic }) => to(aic, Math.max(3, digits - 3))),
        column('iters', ({ iterations }) => iterations),
        column('converged', ({ converged }) => Number(converged)),
      ],
      { digits: Math.max(3, digits - 1), fixedPoint: false },
    ),
    '',
  ]
}
