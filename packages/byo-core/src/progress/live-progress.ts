import type { StepEvent } from '../train-and-deploy/events.ts'
import { describeBytes, formatStep, resultDescriber } from './describe-step.ts'
import { describeCounts, leaderboard } from './leaderboard.ts'
import { liveRegion } from './live-region.ts'
import type { ProgressStream, ProgressSurroundings } from './progress-stream.ts'
import type { Summarise } from './run-summary.ts'

interface RunningStep {
  readonly name: string
  /** Milliseconds. */
  readonly start: number
  news: string
  /** Lines below it. */
  board: readonly string[]
}

/** As wide as step and time. */
const indent = ' '.repeat(19)

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const frameMilliseconds = 80

/** A line for each running step, redrawn with its time and what it told last, and its best trials; steps that have ended stay. */
export function liveProgress(
  stream: ProgressStream,
  summarise: Summarise,
  { now, every, onExit, wishes }: ProgressSurroundings,
): (event: StepEvent) => void {
  const paint = (code: number, text: string) =>
    wishes.colour ? `\x1b[${code}m${text}\x1b[39m` : text
  const describe = resultDescriber()
  const region = liveRegion(stream)
  const running = new Map<string, RunningStep>()
  let stop: (() => void) | undefined

  const draw = (above: string) => {
    const time = now()
    const frame = frames[Math.floor(time / frameMilliseconds) % frames.length] ?? ''
    const lines = [...running.values()].flatMap(({ name, start, news, board }) => [
      { mark: frame, painted: paint(36, frame), text: layOut(name, (time - start) / 1000, news) },
      ...board.map((text) => ({ mark: ' ', painted: ' ', text: `${indent}${text}` })),
    ])
    region.draw(above, lines)
  }
  const start = () => {
    const stopTimer = every(frameMilliseconds, () => draw(''))
    const takeBack = onExit(region.leave)
    stop = () => {
      stopTimer()
      takeBack()
      region.leave()
      stop = undefined
    }
  }

  return (event) => {
    let above = ''
    switch (event.type) {
      case 'step-started':
        running.set(event.step, { name: event.step, start: now(), news: '', board: [] })
        if (stop === undefined) start()
        break
      case 'step-status':
      case 'step-progress': {
        const step = running.get(event.step)
        if (step) step.news = event.type === 'step-status' ? event.status : describeBytes(event)
        break
      }
      case 'step-trials': {
        const step = running.get(event.step)
        if (step) {
          step.news = describeCounts(event.counts)
          step.board = leaderboard(event)
        }
        break
      }
      case 'step-ended': {
        running.delete(event.step)
        const board = event.step === 'tune' ? leaderboard(event.result) : []
        const below = board.map((text) => `  ${indent}${text}\n`).join('')
        above = `${paint(32, '✔')} ${layOut(event.step, event.seconds, describe(event))}\n${below}`
        break
      }
      case 'step-failed':
        running.delete(event.step)
        above = `${paint(31, '✖')} ${layOut(event.step, event.seconds, 'failed')}\n`
        break
    }
    draw(above + summarise(event))
    if (running.size === 0) stop?.()
  }
}

function layOut(step: string, seconds: number, text: string): string {
  return `${formatStep(step, seconds)} s  ${text}`
}
