// A row of the results: one piece of work, ours beside a rival's.
//
//   part, work      where it belongs and what it is
//   ours, rival     { by, value, times?, peak? }; value null where it is not there, `missing` then says why
//   unit            's' (less is better), '/s' (more is better), 'MB' (less), 'exponent' (less),
//                   'R²' (more), 'requests' (less)
//   goal            { timesFaster } beside the rival, or { atMost } in the unit
//   facts           what else was found, such as the GCV of both

/** A row with its value of ours, and of the rival's, the median of the times. */
export function row({ unit = 's', goal = null, rival = null, facts = {}, ...rest }) {
  return { ...rest, rival, unit, goal, facts }
}

/** How many times faster ours is than the rival; null where one of them is not there. */
export function timesFaster({ ours, rival, unit }) {
  if (ours.value == null || rival?.value == null) return null
  if (unit === 'R²' || unit === 'exponent') return null
  return unit === '/s' ? ours.value / rival.value : rival.value / ours.value
}

/** Whether a row reaches its goal; null where it has none or is not known. */
export function isReached(result) {
  const { goal, ours } = result
  if (goal === null || ours.value == null) return null
  if (goal.atMost !== undefined) return ours.value <= goal.atMost
  const factor = timesFaster(result)
  return factor === null ? null : factor >= goal.timesFaster
}

/** One line of text for a row. */
export function lineOf(result) {
  const { work, ours, rival, unit, facts } = result
  const us = `${ours.by}: ${ours.value == null ? (ours.missing ?? 'not there') : amount(ours.value, unit)}`
  const them = rival ? `${rival.by}: ${amount(rival.value, unit)}` : ''
  const factor = timesFaster(result)
  const mark = { true: '✓', false: '✗', null: ' ' }[isReached(result)]
  const verdict = [factor === null ? '' : `${times(factor)} ×`, goalText(result), mark]
  const more = Object.entries(facts).map(([name, value]) => `${name} ${shown(value)}`)
  return [
    work.padEnd(46),
    us.padEnd(34),
    them.padEnd(30),
    verdict
      .filter((text) => text !== '')
      .join(' ')
      .padEnd(26),
    more.join(', '),
  ]
    .join('  ')
    .trimEnd()
}

/** The goal of a row in words. */
export function goalText({ goal, unit }) {
  if (goal === null) return ''
  if (goal.atMost !== undefined) return `(at most ${amount(goal.atMost, unit)})`
  return `(goal ${times(goal.timesFaster)} ×)`
}

/** An amount with its unit, in three digits. */
export function amount(value, unit) {
  if (value == null) return 'not there'
  if (unit === '/s') return `${grouped(value)} /s`
  if (unit === 'MB') return `${value < 10 ? significant(value) : grouped(value)} MB`
  if (unit === 'exponent') return value.toFixed(2)
  if (unit === 'R²') return value.toFixed(4)
  if (unit === 'requests') return `${grouped(value)} requests`
  if (value < 1e-4) return `${significant(value * 1e6)} µs`
  return value < 0.1 ? `${significant(value * 1000)} ms` : `${significant(value)} s`
}

/** A factor in as many digits as mean something. */
export const times = (factor) => (factor < 10 ? significant(factor, 2) : significant(factor))

const shown = (value) => (typeof value === 'number' ? significant(value, 6) : value)
const significant = (value, digits = 3) => `${Number(value.toPrecision(digits))}`
const grouped = (value) => Math.round(value).toLocaleString('en-US')
