import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Column, formatCsv, type Table } from '@byo/container-kit/table'
import type { MarsModel } from '@byo/mars'
import type { Accuracy } from './accuracy.ts'

/** What came out of the flow. */
export interface Results {
  readonly target: string
  readonly degree: string
  readonly table: Table
  readonly predicted: Float64Array
  readonly accuracy: Accuracy
  readonly model: MarsModel
  readonly facts: Readonly<Record<string, string>>
}

/** Writes `predictions.csv` and `report.html` and gives the report's path. */
export async function writeResults(results: Results, folder: string): Promise<string> {
  // What draws is large, so it is loaded when there is something to draw.
  const { reportPage } = await import('./report/report-page.ts')
  const { target, degree, table, predicted, accuracy, model, facts } = results
  const groups = groupingColumn(table)
  const page = reportPage({
    target,
    degree,
    accuracy,
    facts,
    gcv: model.gcv,
    terms: model.terms,
    points: Array.from(predicted, (value, row) => ({
      actual: Number(table[target]![row]),
      predicted: value,
      group: String(groups?.[row] ?? ''),
    })),
  })
  const report = join(folder, 'report.html')
  await writeFile(join(folder, 'predictions.csv'), formatCsv({ predicted }))
  await writeFile(report, page)
  return report
}

/** The first text column with few enough values to tell them apart by colour. */
function groupingColumn(table: Table): Column | undefined {
  return Object.values(table).find(
    (column) => !(column instanceof Float64Array) && new Set(column).size <= 8,
  )
}
