import type { UnseenLevels } from '../options/mars-options.ts'
import { isMissing } from './cells.ts'
import type { NumberArray } from './matrix.ts'
import { contrastsOf, type MatrixRecipe } from './model-matrix.ts'
import { cellKindOf, type FactorPredictor, type MarsPredictor } from './predictor.ts'
import type { MarsCell } from './table.ts'

/**
 * A row: cells by column name, or one for each predictor of the model in their order.
 *
 * @public
 */
export type MarsRow = { readonly [column: string]: MarsCell } | readonly MarsCell[] | NumberArray

/**
 * Reads a row into the values of its design columns, as {@link modelMatrix} would, and returns true; or
 * false where a table of that row has to be read, which tells what is wrong with it.
 */
export type RowReader = (row: MarsRow, x: Float64Array) => boolean

/** Reads a cell into the design columns of its predictor. */
type CellReader = (cell: unknown, x: Float64Array) => boolean

/** A reader of rows; it keeps nothing between them. */
export function createRowReader(recipe: MatrixRecipe): RowReader {
  const names = recipe.predictors.map(({ name }) => name)
  const readers: CellReader[] = []
  let at = recipe.interceptColumn ? 1 : 0
  for (const predictor of recipe.predictors) {
    const { read, width } = cellReader(predictor, at, recipe)
    readers.push(read)
    at += width
  }
  return (row, x) => {
    if (typeof row !== 'object' || row === null) return false
    if (recipe.interceptColumn) x[0] = 1
    if (Array.isArray(row) || ArrayBuffer.isView(row)) {
      const cells = row as ArrayLike<unknown>
      return cells.length === readers.length && readers.every((read, k) => read(cells[k], x))
    }
    const cells = row as Readonly<Record<string, unknown>>
    for (let k = 0; k < readers.length; k += 1) if (!readers[k](cells[names[k]], x)) return false
    return true
  }
}

/** How the cell of a predictor is read, and how many design columns it has. */
function cellReader(
  predictor: MarsPredictor,
  at: number,
  recipe: MatrixRecipe,
): { readonly read: CellReader; readonly width: number } {
  const { read, width } = valueReader(predictor, at, recipe.unseenLevels)
  if (predictor.missingness) return { read: guarded(read, at + width), width: width + 1 }
  if (recipe.missing === 'omit') return { read: orNaN(read, at, at + width), width }
  return { read, width }
}

/** How a cell that is not missing is read. */
function valueReader(
  predictor: MarsPredictor,
  at: number,
  unseenLevels: UnseenLevels,
): { readonly read: CellReader; readonly width: number } {
  switch (predictor.kind) {
    case 'number':
    case 'boolean':
      return { read: plainReader(predictor.kind, at), width: 1 }
    case 'factor':
    case 'ordered':
      return { read: levelReader(predictor, at, unseenLevels), width: predictor.levels.length - 1 }
  }
}

/** Marks a missing value in its missingness column; no term looks at the others then. */
function guarded(read: CellReader, missingness: number): CellReader {
  return (cell, x) => {
    const missing = isMissing(cell)
    x[missingness] = Number(missing)
    return missing || read(cell, x)
  }
}

/** Makes NaN of a missing value. */
function orNaN(read: CellReader, from: number, to: number): CellReader {
  return (cell, x) => {
    if (!isMissing(cell)) return read(cell, x)
    x.fill(Number.NaN, from, to)
    return true
  }
}

/** Reads a finite number, or a boolean as 0 or 1. */
function plainReader(kind: 'number' | 'boolean', at: number): CellReader {
  return (cell, x) => {
    x[at] = Number(cell)
    return typeof cell === kind && Number.isFinite(x[at])
  }
}

/** Reads a level by its contrasts. */
function levelReader(
  predictor: FactorPredictor,
  at: number,
  unseenLevels: UnseenLevels,
): CellReader {
  const codes = new Map(predictor.levels.map((level, code) => [level, code]))
  const contrasts = contrastsOf(predictor)
  const kind = cellKindOf(predictor)
  const wanted = kind === 'text' ? 'string' : kind
  const base = unseenLevels === 'baseline' ? 0 : undefined
  return (cell, x) => {
    if (typeof cell !== wanted || (wanted === 'number' && !Number.isFinite(cell))) return false
    const name = typeof cell === 'boolean' ? (cell ? 'TRUE' : 'FALSE') : String(cell)
    const code = codes.get(name) ?? base
    if (code === undefined) return false
    for (let j = 0; j < contrasts.length; j += 1) x[at + j] = contrasts[j][code]
    return true
  }
}
