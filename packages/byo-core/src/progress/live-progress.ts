import type { StepEvent } from '../train-and-deploy/events.ts'
import { describeBytes, formatStep, resultDescriber } from './describe-step.ts'
import { liveRegion } from './live-region.ts'
import type { ProgressStream, ProgressSurroundings } from './progress-stream.ts'
import type { Summarise } from './run-summary.ts'

interface RunningStep {
  readonly name: string
  /** Milliseconds. */
  readonly start: number
  news: string
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const frameMilliseconds = 80

/** A line for each running step, redrawn with its time and what it told last; steps that have ended stay. */
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
    const lines = [...running.values()].map(({ name, start, news }) => ({
      mark: frame,
      painted: paint(36, frame),
      text: layOut(name, (time - start) / 1000, news),
    }))
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
        running.set(event.step, { name: event.step, start: now(), news: '' })
        if (stop === undefined) start()
        break
      case 'step-status':
      case 'step-progress': {
        const step = running.get(event.step)
        if (step) step.news = event.type === 'step-status' ? event.status : describeBytes(event)
        break
      }
      case 'step-ended':
        running.delete(event.step)
        above = `${paint(32, '✔')} ${layOut(event.step, event.seconds, describe(event))}\n`
        break
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
