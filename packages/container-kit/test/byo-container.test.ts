import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { checkData, fixture } from './fixtures/check/try-fault.ts'

const packageFolder = fileURLToPath(new URL('..', import.meta.url))
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'byo-container-cli-'))
  mkdirSync(join(folder, 'tmp'))
  copyFileSync(join(packageFolder, 'package.json'), join(folder, 'package.json'))
  buildSync({
    entryPoints: [join(packageFolder, 'src/byo-container.ts')],
    outfile: join(folder, 'dist/byo-container.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@byo/source'],
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('byo-container', () => {
  it('prints help when asked, and when nothing is said', async () => {
    for (const args of [['--help'], ['check', '-h'], []]) {
      const { code, stdout } = await run(...args)
      expect(code).toBe(0)
      expect(stdout).toContain('Usage: byo-container check [options] -- PROGRAM')
    }
  })

  it('prints its version', async () => {
    expect((await run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it.each([
    [['chekc'], 'There is no command "chekc": it is check.'],
    [['check', '--', ''], 'There is nothing to check'],
    [['check', 'node', 'x.mjs'], 'put -- before the program'],
    [['check', '--chanel', 'a=b'], "Unknown option '--chanel'."],
    [['check', '--channel', 'train'], '--channel is "train": it takes NAME=VALUE.'],
    [['check', '--env', 'A=1', '--env', 'A=2'], '--env A is given twice.'],
    [['check', '--only', 'both'], '--only is "both": it takes train or serve.'],
    [['check', '--timeout', 'soon'], '--timeout is "soon": it takes a number.'],
    [['check', '--', 'there-is-no-such-program'], 'cannot be started'],
  ])('refuses %j in one sentence and with 2', async (args, sentence) => {
    const { code, stdout, stderr } = await run(...args)

    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(sentence)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  it('prints a table without colours, and ends with 0 where all that is required is there', async () => {
    const { code, stdout, stderr } = await checkTrainer('leaves no mark')

    expect(stdout).toMatch(
      /^ {2}pass {2}T01 +started with the word train, it trains and ends with 0$/m,
    )
    expect(stdout).toMatch(/^ {2}warn {2}T41 /m)
    expect(stdout).toMatch(/^\d+ checks: \d+ pass, 0 FAIL, 1 warn, \d+ skip\.$/m)
    expect(stdout).not.toContain('\u001B')
    expect(stderr).toBe('')
    expect(code).toBe(0)
  })

  it('ends with 1 where something required is missing, and says what to do', async () => {
    const { code, stdout } = await checkTrainer('says no reason')

    expect(stdout).toMatch(
      /FAIL {2}T42 +when it fails, output\/failure says why\n +There is no output\/failure after exit code 1\. Write/,
    )
    expect(code).toBe(1)
  })

  it('prints JSON for machines', async () => {
    const report = JSON.parse((await checkTrainer('none', '--json')).stdout)

    expect(report).toMatchObject({ passed: true, subject: expect.stringContaining('trainer.mjs') })
    expect(report.checks[0]).toEqual({
      part: 'training',
      level: 'required',
      ids: ['T01'],
      title: expect.any(String),
      outcome: 'pass',
      seen: expect.stringContaining('It took'),
    })
  })

  it('ends at Ctrl-C with 130 and leaves nothing behind', async () => {
    const child = start(
      'check',
      '--',
      'sh',
      '-c',
      'echo $$ > "$SAGEMAKER_BASE_DIR/model/pid"; sleep 600',
      'sh',
    )
    const tmp = join(folder, 'tmp')
    while (!readdirSync(tmp, { recursive: true }).some((name) => `${name}`.endsWith('model/pid')))
      await new Promise((resolve) => setTimeout(resolve, 20))
    child.kill('SIGINT')
    const [code] = await once(child, 'exit')

    expect(code).toBe(130)
    expect(readdirSync(tmp)).toEqual([])
  })
})

function checkTrainer(fault: string, ...options: string[]) {
  const { channel } = checkData({ onTestFinished })
  const given = ['--channel', `train=${channel}`, '--hyperparameter', 'factor=2', '--only', 'train']
  return run('check', ...given, ...options, '--', ...fixture('trainer', fault))
}

function start(...args: string[]) {
  return spawn(process.execPath, [join(folder, 'dist/byo-container.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, TMPDIR: join(folder, 'tmp') },
  })
}

async function run(...args: string[]) {
  const child = start(...args)
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  return { stdout, stderr, code: code as number | null }
}
