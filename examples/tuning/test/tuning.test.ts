import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { removeOutput, startExample } from '../../common/test/support/run-example.ts'

function start(...options: readonly string[]) {
  const run = startExample('tuning', options)
  onTestFinished(() => removeOutput(run))
  return run
}

/** The rows of a table of trials, by column. */
function readTrials(path: string): Record<string, string>[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trim().split('\n')
  const names = header.split(',')
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((cell, i) => [names[i] ?? '', cell])),
  )
}

describe('npm run example:tuning', () => {
  it('searches both data sets, four trials at a time, and leaves pictures and tables and nothing else', async () => {
    const run = start('--jobs', '4', '--rows', '120')
    const { exitCode, stdout, stderr, leftFiles, leftProcesses } = await run.ended

    expect(exitCode, stderr).toBe(0)
    expect({ leftFiles, leftProcesses }).toEqual({ leftFiles: [], leftProcesses: [] })
    for (const name of ['iris', 'friedman']) {
      const trials = readTrials(join(run.output, `${name}.csv`))
      expect(trials.map(({ status }) => status)).toEqual(Array(4).fill('Completed'))
      const best = trials.toSorted((a, b) => Number(a.objective) - Number(b.objective))[0]
      const { degree, nk, penalty = '', objective = '' } = best ?? {}
      expect(stdout).toContain(
        `Best: degree ${degree}, nk ${nk}, penalty ${Number(penalty).toFixed(2)}: off by ${Number(objective).toFixed(4)} on unknown rows`,
      )
      expect(readFileSync(join(run.output, `${name}.svg`), 'utf8')).toMatch(/^<svg .*<\/svg>\s*$/s)
    }
    expect(stdout.match(/^tune .*4 completed of 4$/gm)).toHaveLength(2)
  }, 60_000)

  it('prints with --dry-run what it would make, down to the tuning jobs, and makes nothing', async () => {
    const run = start('--dry-run', '--jobs', '9')
    const { stdout, ...ended } = await run.ended

    expect(ended).toEqual({ exitCode: 0, stderr: '', leftFiles: [], leftProcesses: [] })
    expect(stdout.match(/^\d+\. sageMaker CreateHyperParameterTuningJob$/gm)).toHaveLength(2)
    expect(stdout.match(/"MaxNumberOfTrainingJobs": 9/g)).toHaveLength(2)
    expect(stdout).not.toMatch(/^tune /m)
    expect(readdirSync(run.output)).toEqual([])
  })

  it.each([
    [['--jobs', '0'], /--jobs is "0"; give a whole number from 1/],
    [['--strategy', 'Luck'], /--strategy is "Luck"; give Bayesian or Random/],
    [['--role', 'R'], /--role goes with --aws/],
    [['--aws', '--port', '1'], /--port goes without --aws/],
  ])('ends with 2 and says why for %j', async (options, message) => {
    const run = start(...options)
    const { exitCode, stderr } = await run.ended

    expect(exitCode).toBe(2)
    expect(stderr).toMatch(message)
    expect(stderr).toContain('Usage: npm run example:tuning')
    expect(existsSync(run.output)).toBe(false)
  })

  it('stops the trials on Ctrl-C and leaves nothing', async () => {
    const run = start('--jobs', '40', '--strategy', 'Random')
    await run.printed(/^data /m)
    run.kill('SIGINT')
    const { exitCode, leftFiles, leftProcesses } = await run.ended

    expect(exitCode).toBe(130)
    expect({ leftFiles, leftProcesses }).toEqual({ leftFiles: [], leftProcesses: [] })
  }, 60_000)
})
