import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createSession } from '@byo/core'
import { startLocalSageMaker } from '@byo/local'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import {
  type ExampleRun,
  removeOutput,
  startExample,
} from '../../common/test/support/run-example.ts'
import { expectClose, parseColumn, rModel } from './support/r-model.ts'

const data = fileURLToPath(new URL('../data/iris.csv', import.meta.url))

let scratch: string | undefined
afterEach(() => {
  if (scratch) rmSync(scratch, { recursive: true, force: true })
  scratch = undefined
})

describe('the iris example', () => {
  it('predicts what the R program predicts, and leaves its results', async () => {
    const run = start()

    const ended = await run.ended

    expect(ended).toMatchObject({ exitCode: 0, stderr: '', leftFiles: [], leftProcesses: [] })
    const [header, ...predicted] = readFileSync(join(run.output, 'predictions.csv'), 'utf8')
      .trim()
      .split('\n')
    expect(header).toBe('predicted')
    expectClose(predicted.map(Number), rModel.predictions)
    expectModelOfR(JSON.parse(readFileSync(join(run.output, 'model.json'), 'utf8')))
  })

  it('prints one line for each step with its time', async () => {
    const { stdout } = await start().ended

    const steps = stdout
      .trim()
      .split('\n')
      .map((line) => /^([\w-]+) +\d+\.\d\d s {2}\S/.exec(line)?.[1])
    expect(steps).toEqual([
      'start',
      'session',
      'image',
      'data',
      'train',
      'model',
      'endpoint',
      'predict',
      'report',
      'clean-up',
    ])
  })

  it('prints with --dry-run what it would make, down to the endpoint, and makes nothing', async () => {
    const run = start('--dry-run')
    const { stdout, ...ended } = await run.ended

    expect(ended).toEqual({ exitCode: 0, stderr: '', leftFiles: [], leftProcesses: [] })
    expect(stdout.match(/^\d+\. sageMaker \w+$/gm)?.map((line) => line.split(' ')[2])).toEqual([
      'CreateTrainingJob',
      'CreateModel',
      'CreateEndpointConfig',
      'CreateEndpoint',
    ])
    expect(stdout).not.toMatch(/^(?:train|endpoint|clean-up) /m)
    expect(readdirSync(run.output)).toEqual([])
  })

  it('draws a report that opens with no network', async () => {
    const run = start()
    await run.ended

    const page = readFileSync(join(run.output, 'report.html'), 'utf8')

    expect(page.match(/<title>\w+: actual [\d.]+, predicted [\d.]+<\/title>/g)).toHaveLength(150)
    expect(page).toContain('h(5-Petal.Length)')
    expect(page.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:|src=|href=|@import/)
  })

  it('says why a training job failed, in the words of the container', async () => {
    const ended = await start('--target', 'Nope').ended

    expect(ended).toMatchObject({ exitCode: 1, leftFiles: [], leftProcesses: [] })
    expect(ended.stderr).toMatch(
      /^Training job iris-mars-\S+ failed: .*no column "Nope".*"Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width", "Species"\.\n$/,
    )
  })

  it.each(['start', 'session', 'image', 'data', 'train', 'endpoint', 'predict'])(
    'stops everything on Ctrl-C after the step %s',
    async (step) => {
      const run = start()
      const started = await run.printed(new RegExp(`^${step} `, 'm'))
      run.kill('SIGINT')

      const ended = await run.ended

      // On a busy machine the run may be over before the signal comes.
      const wasOver = /^clean-up/m.test(ended.stdout) && /^report/m.test(ended.stdout)
      expect(ended).toMatchObject({ leftFiles: [], leftProcesses: [] })
      expect(ended.exitCode).toBe(ended.exitCode === 0 && wasOver ? 0 : 130)
      expect(ended.stderr).toMatch(/^\nStopping and cleaning up[^\n]*\n$|^$/)
      await expect(fetch(endpointIn(started))).rejects.toThrow()
    },
  )

  it.each(['train', 'endpoint'])(
    'leaves nothing when it is killed after the step %s',
    async (step) => {
      const run = start()
      await run.printed(new RegExp(`^${step} `, 'm'))
      run.kill('SIGKILL')
      await run.ended

      await expect.poll(run.leftovers).toEqual({ leftFiles: [], leftProcesses: [] })
    },
  )

  it('stops cleanly when nobody reads its lines any more', async () => {
    const run = start()
    await run.printed(/^start /m)
    run.stopReading()

    const ended = await run.ended

    expect(ended).toMatchObject({ leftFiles: [], leftProcesses: [] })
    expect(ended.stderr).not.toMatch(/^\s+at /m)
  })

  it('runs whatever the environment asks of AWS itself', async () => {
    const env = { AWS_USE_FIPS_ENDPOINT: 'true', AWS_DEFAULTS_MODE: 'bogus', AWS_PROFILE: 'nobody' }

    expect(await track(startExample('iris', [], env)).ended).toMatchObject({
      exitCode: 0,
      stderr: '',
    })
  })

  it('keeps the endpoint up on request, for clients that send \\n in two characters too', async () => {
    const run = start('--keep')
    const stdout = await run.printed(/Ctrl-C stops it/)
    const url = /curl (\S+)/.exec(stdout)?.[1] ?? ''
    const payload = readFileSync(new URL('../data/payload.csv', import.meta.url), 'utf8')

    const answers = await Promise.all(
      [payload, payload.replaceAll('\n', '\\n')].map(async (body) => {
        const answer = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'text/csv' },
          body,
        })
        return parseColumn(await answer.text())
      }),
    )
    const unseen = payload.replaceAll('virginica', 'sibirica')
    const refused = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: unseen,
    })
    run.kill('SIGINT')

    expect(refused.status).toBe(424)
    expect(await refused.json()).toMatchObject({
      OriginalStatusCode: 400,
      OriginalMessage: expect.stringMatching(/Species.*sibirica.*setosa.*versicolor.*virginica/),
    })
    for (const predicted of answers) expectClose(predicted, rModel.predictions)
    expect(await run.ended).toMatchObject({ exitCode: 0, leftFiles: [], leftProcesses: [] })
  })

  it('runs the same on whatever AWS the environment points at, and leaves nothing there [G104]', async () => {
    await using sagemaker = await startLocalSageMaker()
    const role = 'arn:aws:iam::000000000000:role/SageMakerRole'
    const run = track(startExample('iris', ['--aws', '--role', role], sagemaker.env))

    const ended = await run.ended

    expect(ended).toMatchObject({ exitCode: 0, stderr: '' })
    expect(ended.stdout).toMatch(/^start .*AWS, us-east-1$/m)
    expectModelOfR(JSON.parse(readFileSync(join(run.output, 'model.json'), 'utf8')))
    const session = await createSession({ clientConfig: sagemaker.clientConfig })
    const { Buckets = [] } = await (await session.clients.s3()).listBuckets()
    const { Contents = [] } = await (await session.clients.s3()).listObjectsV2({
      Bucket: Buckets[0]?.Name,
    })
    const { repositories } = await (await session.clients.ecr()).describeRepositories({})
    const { Endpoints } = await (await session.clients.sageMaker()).listEndpoints({})
    session.close()
    expect([Buckets.length, Contents, repositories, Endpoints]).toEqual([1, [], [], []])
  })

  it('trains on every CSV file of a folder', async () => {
    const folder = scratchFolder()
    const [header, ...rows] = readFileSync(data, 'utf8').trim().split('\n')
    writeFileSync(join(folder, 'a.csv'), [header, ...rows.slice(0, 70), ''].join('\n'))
    writeFileSync(join(folder, 'b.csv'), [header, ...rows.slice(70)].join('\n'))
    const run = start('--data', folder)

    expect(await run.ended).toMatchObject({ exitCode: 0, stderr: '' })
    expectModelOfR(JSON.parse(readFileSync(join(run.output, 'model.json'), 'utf8')))
  })
})

it('explains itself', async () => {
  const ended = await start('--help').ended

  expect(ended).toMatchObject({ exitCode: 0, stderr: '' })
  expect(ended.stdout).toMatch(/^Usage: npm run example:iris/)
})

it.each([
  [['--dry-run', '--docker'], /^--dry-run goes without Docker/],
  [['--dry-run', '--runner', 'docker'], /^--dry-run goes without Docker/],
  [['--data', 's3://b/iris.csv'], /^--data is an S3 address/],
])('ends with 2 and says why for %j', async (options, message) => {
  const { exitCode, stderr } = await start(...options).ended

  expect(exitCode).toBe(2)
  expect(stderr).toMatch(message)
  expect(stderr).toContain('Usage: npm run example:iris')
})

describe('the iris example ends in one sentence', () => {
  it('when the port is taken', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo

    const ended = await start('--port', String(port)).ended

    expect(ended).toMatchObject({ exitCode: 1, leftFiles: [] })
    expect(ended.stderr).toMatch(oneSentence(new RegExp(`[Pp]ort ${port}`)))
  })

  it('when the folder for the results cannot be made', async () => {
    const file = join(scratchFolder(), 'file')
    writeFileSync(file, '', { mode: 0o755 })

    for (const output of [file, join(file, 'output'), '/proc/nobody/output']) {
      const ended = await start('--output', output).ended

      expect(ended.exitCode).toBe(1)
      expect(ended.stderr).toMatch(oneSentence(new RegExp(output)))
    }
  })

  it.each([
    [
      'a ragged row',
      'Sepal.Length,Species\n5.1,setosa\n4.9\n',
      /line 3.*2 fields|2 fields.*line 3/,
    ],
    ['a header alone', 'Sepal.Length,Species\n', /no rows|no row/],
    ['nothing', '', /empty/],
    ['text in the target', 'Sepal.Length,Species\nlong,setosa\nshort,virginica\n', /Sepal\.Length/],
    ['a missing value', 'Sepal.Length,Sepal.Width\n5,1\n6,\n7,3\n', /Sepal\.Width/],
  ])('when the data has %s', async (_what, text, expected) => {
    const file = join(scratchFolder(), 'data.csv')
    writeFileSync(file, text)

    const ended = await start('--data', file).ended

    expect(ended).toMatchObject({ exitCode: 1, leftFiles: [], leftProcesses: [] })
    expect(ended.stderr).toMatch(oneSentence(expected))
  })

  it('when the channel is empty', async () => {
    const folder = scratchFolder()
    mkdirSync(join(folder, 'inside'))

    const ended = await start('--data', folder).ended

    expect(ended).toMatchObject({ exitCode: 1, leftFiles: [] })
    expect(ended.stderr).toMatch(oneSentence(/no file/))
  })

  it.each([
    [['--degree', 'two'], 1, /degree.*"two"/],
    [['--degree', '0'], 1, /degree.*"0"|degree.*0/],
    [['--data', '/nowhere/iris.csv'], 1, /\/nowhere\/iris\.csv/],
    [['--data', 's3://bucket/iris.csv'], 2, /--data.*S3/],
    [['--port', 'http'], 2, /--port.*"http"/],
    [['--role', 'arn:x'], 2, /--role goes with --aws/],
    [['--tarket', 'x'], 2, /--tarket/],
  ])('for %j', async (options, exitCode, expected) => {
    const ended = await start(...options).ended

    expect(ended).toMatchObject({ exitCode, leftFiles: [], leftProcesses: [] })
    expect(ended.stderr.split('\n\nUsage')[0]).toMatch(expected)
    expect(ended.stderr).not.toMatch(/^\s+at /m)
  })

  it('but shows the stack when DEBUG asks for it', async () => {
    const { stderr } = await track(startExample('iris', ['--data', '/nowhere'], { DEBUG: '1' }))
      .ended

    expect(stderr).toMatch(/^[^\n]*\/nowhere[^\n]*\n[\s\S]*^\s+at /m)
  })
})

function start(...options: string[]): ExampleRun {
  return track(startExample('iris', options))
}

/** Sees to it that nothing of a run outlives its test. */
function track(run: ExampleRun): ExampleRun {
  onTestFinished(async () => {
    run.kill('SIGKILL')
    await run.ended
    removeOutput(run)
  })
  return run
}

function scratchFolder(): string {
  scratch ??= mkdtempSync(join(tmpdir(), 'byo-example-data-'))
  return scratch
}

/** One line that says what it should and shows no stack. */
function oneSentence(content: RegExp): RegExp {
  return new RegExp(`^(?=.*(?:${content.source}))[^\\n]+\\n$`)
}

function endpointIn(stdout: string): string {
  return /http:\/\/[\d.]+:\d+/.exec(stdout)?.[0] ?? 'no address was printed'
}

/** Terms, knots, coefficients and criterion; R counts selected terms among all slots, we among live ones. */
function expectModelOfR(model: Record<string, unknown>): void {
  const live = (rows: readonly (readonly number[])[]) => rModel.all.map((slot) => rows[slot - 1])
  expect(model.dirs).toEqual(live(rModel.dirs))
  expect(model.cuts).toEqual(live(rModel.cuts))
  expect((model.selected as number[]).map((at) => rModel.all[at])).toEqual(rModel.selected)
  expectClose((model.coefficients as number[][])[0] ?? [], rModel.coef)
  expectClose([model.gcv as number], [rModel.gcv])
}
