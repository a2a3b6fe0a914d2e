import type { Trial } from '../tuning/trial.ts'
import { linearAxis } from './axis.ts'
import { bestSoFar, marks } from './marks.ts'
import { type Box, type Panel, xOf } from './panel.ts'
import { isMeasured, type Search } from './search.ts'

/** The objective of each trial at the time when it ended, and the best until then. */
export function timePanel(search: Search, box: Box): Panel {
  const { trials, objective, yAxis } = search
  const times = trials.flatMap(({ createdAt, startedAt }) => createdAt ?? startedAt ?? [])
  const start = Math.min(...times.map(Number))
  const sinceStart = (trial: Trial) => (Number(trial.endedAt ?? trial.createdAt) - start) / 1000
  const ended = trials.filter((trial) => trial.endedAt !== undefined && times.length > 0)
  const longest = Math.max(0, ...ended.map(sinceStart))
  const unit = unitFor(longest)
  const timeOf = (trial: Trial) => sinceStart(trial) / unit.seconds
  const xAxis = linearAxis([0, longest / unit.seconds || 1], 8)
  const inOrder = ended.filter(isMeasured).sort((a, b) => sinceStart(a) - sinceStart(b))
  return {
    box,
    xAxis,
    yAxis,
    xTitle: `${unit.name} since the start`,
    yTitle: objective.metric,
    content: [
      bestSoFar(search, inOrder, box, (trial) => xOf(box, xAxis, timeOf(trial))),
      ...marks(search, ended, box, (trial) => xOf(box, xAxis, timeOf(trial))),
    ],
  }
}

/** A unit in which the whole search is a number that is easily read. */
function unitFor(seconds: number): { readonly name: string; readonly seconds: number } {
  if (seconds < 180) return { name: 'seconds', seconds: 1 }
  return seconds < 3 * 3600 ? { name: 'minutes', seconds: 60 } : { name: 'hours', seconds: 3600 }
}
