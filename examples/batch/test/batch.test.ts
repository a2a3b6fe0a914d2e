import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { removeOutput, startExample } from '../../common/test/support/run-example.ts'

function start(...options: readonly string[]) {
  const run = startExample('batch', options)
  onTestFinished(() => removeOutput(run))
  return run
}

describe('npm run example:batch', () => {
  it('predicts the rows of several files on several instances, in their order, and leaves nothing else', async () => {
    const run = start('--rows', '1000', '--files', '5', '--instances', '3')
    const { exitCode, stdout, stderr, leftFiles, leftProcesses } = await run.ended

    expect(exitCode, stderr).toBe(0)
    expect({ leftFiles, leftProcesses }).toEqual({ leftFiles: [], leftProcesses: [] })
    expect(stdout).toMatch(/^transform .*5 objects/m)
    // What 150 irises leave unexplained; rows in another order would be off by three times as much.
    expect(stdout).toMatch(
      /^compare .*1000 predictions in the order of the rows, RMSE 0\.[23]\d+$/m,
    )
    const folder = join(run.output, 'rows')
    const rows = readdirSync(folder)
      .sort()
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('')
    const [, ...predicted] = readFileSync(join(run.output, 'predictions.csv'), 'utf8')
      .trim()
      .split('\n')
    expect(predicted.map((line) => `${line.slice(0, line.lastIndexOf(','))}\n`).join('')).toBe(rows)
  }, 60_000)

  it('prints with --dry-run what it would make, down to the transform job, and makes nothing', async () => {
    const run = start('--dry-run', '--rows', '1000', '--instances', '3')
    const { stdout, ...ended } = await run.ended

    expect(ended).toEqual({ exitCode: 0, stderr: '', leftFiles: [], leftProcesses: [] })
    expect(stdout).toMatch(/^\d+\. sageMaker CreateTransformJob$[\s\S]*"InstanceCount": 3/m)
    expect(stdout).not.toMatch(/^transform /m)
    expect(readdirSync(run.output)).toEqual(['rows'])
  })

  it.each([
    [['--rows', '0'], /--rows is "0"; give a whole number from 1/],
    [['--instances', 'two'], /--instances is "two"/],
    [['--nope'], /--nope/],
  ])('ends with 2 and says why for %j', async (options, message) => {
    const { exitCode, stderr } = await start(...options).ended

    expect(exitCode).toBe(2)
    expect(stderr).toMatch(message)
    expect(stderr).toContain('Usage: npm run example:batch')
  })

  it('stops the job on Ctrl-C and leaves nothing', async () => {
    const run = start('--rows', '200000')
    await run.printed(/^data /m)
    run.kill('SIGINT')
    const { exitCode, leftFiles, leftProcesses } = await run.ended

    expect(exitCode).toBe(130)
    expect({ leftFiles, leftProcesses }).toEqual({ leftFiles: [], leftProcesses: [] })
  }, 60_000)
})
