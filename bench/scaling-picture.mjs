// Draws docs/images/scaling.svg: a burst of asynchronous requests and the machines that come for it, minute by minute, by the
// rule of target tracking that the emulator goes by: node bench/scaling-picture.mjs
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { proposeByTarget } from '../packages/local/dist/jobs/auto-scaling/propose-capacity.js'

const length = 75
const burst = { from: 5, to: 20, requests: 60 }
/** What a machine answers in a minute, and how many minutes it takes to start. */
const machine = { answers: 12, start: 4 }
const policy = { TargetValue: 5 }
const maxCapacity = 8
const cooldown = 5

const minutes = simulate()
const file = fileURLToPath(new URL('../docs/images/scaling.svg', import.meta.url))
writeFileSync(file, picture(minutes))

function simulate() {
  let waiting = 0
  let wanted = 0
  let changed = Number.NEGATIVE_INFINITY
  const orders = []
  const metric = []
  return Array.from({ length }, (_, minute) => {
    const ready = orders.filter(({ at }) => at + machine.start <= minute)
    const running = Math.min(wanted, ready.at(-1)?.count ?? 0)
    const arrived = minute >= burst.from && minute < burst.to ? burst.requests : 0
    waiting = Math.max(0, waiting + arrived - running * machine.answers)
    metric.push(waiting / Math.max(1, running))
    const proposed = Math.min(maxCapacity, proposeByTarget(policy, metric, wanted) ?? wanted)
    if (proposed !== wanted && minute - changed >= cooldown) {
      wanted = proposed
      changed = minute
      orders.push({ at: minute, count: wanted })
    }
    return { minute, waiting, running }
  })
}

function picture(rows) {
  const panels = [
    panel(rows, { y: 'waiting', title: 'requests that wait', colour: '#d97706', at: 0 }),
    panel(rows, { y: 'running', title: 'machines in service', colour: '#2563eb', at: 180 }),
  ]
  const label = 'Requests that wait for an asynchronous endpoint, and its machines, over 75 minutes'
  return `<svg xmlns="http://www.w3.org/2000/svg" width="720" height="370" role="img" aria-label="${label}">\n<rect width="100%" height="100%" fill="#ffffff"></rect>\n${panels.join('\n')}\n</svg>\n`
}

function panel(rows, { y, title, colour, at }) {
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const svg = Plot.plot({
    document,
    width: 720,
    height: 180,
    marginLeft: 48,
    marginTop: 36,
    marginBottom: 34,
    style: {
      fontFamily: 'system-ui, "Segoe UI", "DejaVu Sans", sans-serif',
      fontSize: '11px',
      color: '#1f2937',
    },
    x: { domain: [0, length], label: 'minute' },
    y: { label: null, ticks: 4, nice: true },
    marks: [
      Plot.gridY({ stroke: '#e5e7eb', strokeOpacity: 1, ticks: 4 }),
      Plot.areaY(rows, { x: 'minute', y, fill: colour, fillOpacity: 0.2, curve: 'step-after' }),
      Plot.line(rows, { x: 'minute', y, stroke: colour, strokeWidth: 2, curve: 'step-after' }),
      Plot.text([title], {
        text: [title],
        frameAnchor: 'top-left',
        dx: -40,
        dy: -28,
        fontWeight: 700,
        fontSize: 13,
      }),
    ],
  })
  svg.setAttribute('y', at)
  return svg.outerHTML
}
