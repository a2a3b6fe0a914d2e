// Names as R's earth prints them: (Intercept), h(x-14.2), h(14.2-x), x, products joined by "*" in
// the order of the design columns, numbers with six digits. Ours, for missing values: present(x),
// missing(x).
import { generalNumber } from './general-number.ts'
import type { Term } from './term.ts'

/** What a name needs to know of a design column. */
export interface NamedColumn {
  readonly name: string
  /** Whether it is 0 or 1, so that h(x-0) is x. */
  readonly indicator: boolean
  /** For a column that is 1 where another is missing, the name of that one. */
  readonly missingness?: string | undefined
}

/** The name of a term; `times` stands between factors. */
export function termName(term: Term, columns: readonly NamedColumn[], times = '*'): string {
  const factors = columns.flatMap(({ name, indicator, missingness }, index) => {
    const dir = term.dirs[index]
    const cut = term.cuts[index]
    if (dir === 0) return []
    if (isPresence(term, index, columns[index])) return [`present(${missingness})`]
    if (dir === 2 || (dir === 1 && cut === 0 && indicator)) return [name]
    const knot = generalNumber(cut, 6)
    return dir === 1 ? [`h(${name}-${knot})`] : [`h(${knot}-${name})`]
  })
  return factors.length === 0 ? '(Intercept)' : factors.join(times)
}

/**
 * Whether a term's factor on a column is 1 − missing(x), named present(x): it stands beside a factor of
 * x, and says only that there is a value for that one.
 */
export function isPresence(term: Term, index: number, { missingness }: NamedColumn): boolean {
  return missingness !== undefined && term.dirs[index] === -1 && term.cuts[index] === 1
}
