import type { TuningRanges } from '../tuning/ranges.ts'
import type { Axis } from './axis.ts'
import { marks } from './marks.ts'
import { type Box, type Panel, xOf } from './panel.ts'
import type { Search } from './search.ts'

/** One hyperparameter against the objective. */
export function parameterPanel(
  search: Search,
  {
    name,
    axis,
    box,
    isFirst,
    scaling,
  }: { name: string; axis: Axis; box: Box; isFirst: boolean; scaling: string },
): Panel {
  const known = search.trials.filter(
    (trial) => trial.endedAt !== undefined && trial.hyperparameters[name] !== undefined,
  )
  // Points of the same value lie side by side, always in the same way.
  const spread = (index: number) => (((index * 0.618) % 1) - 0.5) * axis.spread * box.width
  const indexes = new Map(known.map((trial, index) => [trial.name, index]))
  return {
    box,
    xAxis: axis,
    yAxis: search.yAxis,
    xTitle: `${name}${scaling}`,
    yTitle: isFirst ? search.objective.metric : undefined,
    content: marks(
      search,
      known,
      box,
      (trial) => xOf(box, axis, trial.hyperparameters[name]) + spread(indexes.get(trial.name) ?? 0),
    ),
  }
}

/** How the axis is stretched, for its title. */
export function scalingOf(ranges: TuningRanges, name: string): string {
  const range = ranges[name]
  if (range === undefined || range.kind === 'categorical') return ''
  if (range.scaling === 'Logarithmic') return ' (logarithmic)'
  return range.scaling === 'ReverseLogarithmic' ? ' (reverse logarithmic)' : ''
}
