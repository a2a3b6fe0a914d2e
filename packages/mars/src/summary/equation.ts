// A model as an equation, in the forms of R's format() of an earth model:
//
//     29.05995
//     -  3.419806 * h(14.2-Girth)
//     + 0.5813644 * h(Height-75)
//
// R's 'bf' loses count where a product holds a plain column; here each different hinge has a number
// and plain columns go by their names. Where there are none of those the text is R's.
import { generalNumber } from '../basis/general-number.ts'
import type { Term } from '../basis/term.ts'
import { isPresence, type NamedColumn, termName } from '../basis/term-name.ts'
import type { MarsModelValue } from '../model.ts'
import { namedColumns, selectedTerms } from './model-terms.ts'
import { formatColumn, formatNumber, widest } from './r-numbers.ts'
import { type Decomposition, termOrder } from './term-order.ts'

/** How to write an equation. */
export interface EquationForm {
  readonly style: 'h' | 'pmax' | 'max' | 'C' | 'bf'
  readonly decomp: Decomposition
  readonly digits: number
}

/** The equation of one response, each line ended. */
export function equation(model: MarsModelValue, response: number, form: EquationForm): string {
  const { style, decomp } = form
  const digits = digitsFor(form)
  const terms = selectedTerms(model)
  const coefficients = model.coefficients[response]
  const columns = namedColumns(model)
  const order = termOrder(terms, columns, decomp)
  const rest = order.filter((at) => hasFactors(terms[at]))
  const intercept = order.find((at) => !hasFactors(terms[at]))
  const sizes = rest.map((at) => Math.abs(coefficients[at]))
  // Each number by itself, and yet as wide as all would be in one column: so does R.
  const width = formatColumn(sizes, digits)[0]?.length ?? 0
  const { texts, list } = termTexts(
    rest.map((at) => terms[at]),
    columns,
    style,
    digits,
  )
  const lines = rest.map((at, i) => {
    const sign = coefficients[at] < 0 ? '-' : '+'
    return `  ${sign} ${formatNumber(sizes[i], digits).padStart(width)} * ${texts[i]}`
  })
  const first = generalNumber(intercept === undefined ? 0 : coefficients[intercept], digits)
  return [style === 'C' ? first : `  ${first}`, ...lines, ...list, ''].join('\n')
}

/** Whether a term is other than the intercept. */
function hasFactors({ dirs }: Term): boolean {
  return dirs.some((dir) => dir !== 0)
}

/** Code in C has at least five digits, as in R. */
function digitsFor({ style, digits }: EquationForm): number {
  return style === 'C' ? Math.max(5, digits) : digits
}

/** The terms in the style, and what is to stand below the equation. */
function termTexts(
  terms: readonly Term[],
  columns: readonly NamedColumn[],
  style: EquationForm['style'],
  digits: number,
): { readonly texts: readonly string[]; readonly list: readonly string[] } {
  switch (style) {
    case 'h':
      return { texts: terms.map((term) => termName(term, columns)), list: [] }
    case 'bf':
      return numberedHinges(terms, columns)
    case 'C':
      return {
        texts: alignedProducts(
          terms,
          columns.map((_, v) => `x[${v}]`),
          { call: 'max', digits },
        ),
        list: [],
      }
    default:
      return {
        texts: alignedProducts(
          terms,
          columns.map(({ name }) => name),
          { call: style, digits },
        ),
        list: [],
      }
  }
}

/** Products of `call(0, x - cut)`, names and knots padded to one width, as R pads them. */
function alignedProducts(
  terms: readonly Term[],
  names: readonly string[],
  { call, digits }: { readonly call: string; readonly digits: number },
): readonly string[] {
  const present = terms.flatMap(({ dirs, cuts }) =>
    names.flatMap((name, v) => (dirs[v] === 0 ? [] : [name, formatNumber(cuts[v], digits)])),
  )
  const width = widest(present)
  return terms.map(({ dirs, cuts }) =>
    names
      .flatMap((name, v) => {
        if (dirs[v] === 0) return []
        // As wide as a call of pmax, whatever the style.
        if (dirs[v] === 2) return [name.padEnd(2 * width + 13)]
        const sides = [name.padStart(width), formatNumber(cuts[v], digits).padStart(width)]
        const [left, right] = dirs[v] === 1 ? sides : sides.reverse()
        return [`${call}(0, ${left} - ${right}) `]
      })
      .join('* '),
  )
}

/** Each different hinge as bf1, bf2 …, plain columns by name; and the list of the numbers. */
function numberedHinges(
  terms: readonly Term[],
  columns: readonly NamedColumn[],
): { readonly texts: readonly string[]; readonly list: readonly string[] } {
  const numbers = new Map<string, { readonly text: string; readonly name: string }>()
  const texts = terms.map((term) => {
    const factors = term.dirs.flatMap((dir, v) => {
      if (dir === 0) return []
      const dirs = term.dirs.map((_, at) => (at === v ? dir : 0))
      const name = termName({ dirs, cuts: term.cuts }, columns)
      const plain = dir === 2 || name === columns[v].name || isPresence(term, v, columns[v])
      if (plain) return [name]
      // Keyed by the knot itself: two that differ may print alike.
      const key = [dir, v, term.cuts[v]].join()
      const number = numbers.get(key) ?? { text: `bf${numbers.size + 1}`, name }
      numbers.set(key, number)
      return [number.text]
    })
    return factors.join(' * ')
  })
  return {
    texts,
    list: ['', ...[...numbers.values()].map(({ text, name }) => `${text.padStart(6)}  ${name}`)],
  }
}
