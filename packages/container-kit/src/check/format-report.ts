import type { CheckPart, CheckResult } from './check.ts'
import type { CheckReport } from './check-container.ts'

/** How a report is printed. */
export interface ReportStyle {
  readonly colours: boolean
  /** Characters a line may have. */
  readonly width: number
  /** Whether checks that passed say what was seen. */
  readonly verbose: boolean
}

/** Returns a report as a table for people. */
export function formatReport(report: CheckReport, style: ReportStyle): string {
  const parts = [...new Set(report.checks.map(({ part }) => part))]
  const idWidth = Math.max(...report.checks.map(({ ids }) => ids.join(' ').length), 3)
  const tables = parts.map((part) => {
    const rows = report.checks.filter((check) => check.part === part)
    return `${bold(partNames[part], style)}\n${rows.map((row) => formatRow(row, idWidth, style)).join('')}`
  })
  return `${report.subject}\n\n${tables.join('\n')}\n${formatSum(report.checks)}\n`
}

function formatRow(result: CheckResult, idWidth: number, style: ReportStyle): string {
  const word = wordOf(result)
  const indent = 2 + 4 + 2 + idWidth + 2
  const start = `  ${coloured(word, style)}  ${result.ids.join(' ').padEnd(idWidth)}  `
  const title = wrap(result.title, indent, style.width)
  const isTold = result.outcome !== 'pass' || style.verbose
  const seen = isTold ? `${' '.repeat(indent)}${wrap(result.seen, indent, style.width)}\n` : ''
  return `${start}${title}\n${dim(seen, style)}`
}

/** Breaks a text into lines, each but the first indented. */
function wrap(text: string, indent: number, width: number): string {
  const room = Math.max(width - indent, 30)
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= room)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.join(`\n${' '.repeat(indent)}`)
}

function formatSum(checks: readonly CheckResult[]): string {
  const count = (word: Word) => checks.filter((check) => wordOf(check) === word).length
  const sum = `${checks.length} ${checks.length === 1 ? 'check' : 'checks'}: ${count('pass')} pass, ${count('FAIL')} FAIL, ${count('warn')} warn, ${count('skip')} skip.`
  const legend =
    count('FAIL') + count('warn') > 0
      ? '\nFAIL breaks what SageMaker requires; warn falls short of what is good practice.'
      : ''
  return `${sum}${legend}`
}

type Word = 'pass' | 'FAIL' | 'warn' | 'skip'

function wordOf({ outcome, level }: CheckResult): Word {
  if (outcome !== 'fail') return outcome
  return level === 'required' ? 'FAIL' : 'warn'
}

function coloured(word: Word, { colours }: ReportStyle): string {
  return colours ? `\u001B[${colourOf[word]}m${word}\u001B[0m` : word
}

function bold(text: string, { colours }: ReportStyle): string {
  return colours ? `\u001B[1m${text}\u001B[0m` : text
}

function dim(text: string, { colours }: ReportStyle): string {
  return colours && text !== '' ? `\u001B[2m${text}\u001B[0m` : text
}

const colourOf: Readonly<Record<Word, number>> = { pass: 32, FAIL: 31, warn: 33, skip: 36 }

const partNames: Readonly<Record<CheckPart, string>> = {
  image: 'Image',
  training: 'Training',
  serving: 'Serving',
}
