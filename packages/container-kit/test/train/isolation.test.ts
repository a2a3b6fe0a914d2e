import { chmod, cp, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { canUnshare, withMounts } from '../fixtures/namespaces.ts'
import { baseDirWith, bundled, startCommand, textOf, train } from '../fixtures/run-program.ts'

const job = {
  'input/data/train/a.csv': 'y,s\n1,x\n3,y\n',
  'input/config/hyperparameters.json': { target: 'y' },
  'input/config/inputdataconfig.json': { train: { TrainingInputMode: 'FastFile' } },
  'input/config/resourceconfig.json': { hosts: ['algo-1', 'algo-2'], current_host: 'algo-2' },
}

/** Trains inside of what a command makes, and expects a model. */
async function expectToTrain(baseDir: string, through: readonly string[]): Promise<void> {
  const { code, stderr } = await train('means', baseDir, {}, { through })

  expect(code, stderr).toBe(0)
  expect(await textOf(join(baseDir, 'model/model.json'))).toBe('{"mean":2,"degree":2}')
}

describe.skipIf(!canUnshare())('training', () => {
  it('writes nothing to its input [T32]', async () => {
    const baseDir = await baseDirWith(job)
    const input = join(baseDir, 'input')

    await expectToTrain(
      baseDir,
      withMounts(`mount --bind ${input} ${input}; mount -o remount,bind,ro ${input}
        if touch ${input}/data/x 2>/dev/null; then exit 99; fi`),
    )
  })

  it('needs no network [T66]', async () => {
    await expectToTrain(await baseDirWith(job), ['unshare', '-n'])
  })

  it('needs nothing but its own folder and /tmp to write to [T67]', async () => {
    const baseDir = await baseDirWith(job)

    await expectToTrain(
      baseDir,
      withMounts(`mount --bind /tmp /tmp; mount -o remount,bind,ro /
        if touch /x 2>/dev/null; then exit 99; fi`),
    )
  })

  it('takes host names from the platform’s file alone [T28]', async () => {
    const baseDir = await baseDirWith(job)
    const { code, stdout } = await train(
      'means',
      baseDir,
      { HOSTNAME: 'other' },
      {
        through: ['unshare', '-u', 'sh', '-c', 'hostname another; exec "$0" "$@"'],
      },
    )

    expect(code).toBe(0)
    expect(stdout).toMatch(/training starts .* host=algo-2 hosts=2 /)
  })

  it('says that a user other than root cannot read its configuration [T30]', async () => {
    const baseDir = await baseDirWith(job)
    await mkdir(join(baseDir, 'model'))
    await mkdir(join(baseDir, 'output/data'), { recursive: true })
    await mkdir(join(baseDir, 'checkpoints'))
    for (const dir of ['', 'model', 'output', 'output/data', 'checkpoints']) {
      await chmod(join(baseDir, dir), 0o777)
    }
    // As seen in real jobs: drw-r--r--.
    await chmod(join(baseDir, 'input/config'), 0o644)
    const program = join(baseDir, 'container.mjs')
    await cp(bundled('means'), program)
    expect(dirname(program)).toBe(baseDir)

    const ended = startCommand(
      process.execPath,
      [program, 'train'],
      { SAGEMAKER_BASE_DIR: baseDir },
      65_534,
    )

    expect(await ended.exit).toBe(1)
    const failure = await textOf(join(baseDir, 'output/failure'))
    expect(failure).toMatch(
      /^\S+\/hyperparameters\.json cannot be read\. Permission denied: \S+ cannot be used by this user\. SageMaker runs containers as root/,
    )
    expect(ended.stderr()).toMatch(/^error: \S+\/hyperparameters\.json cannot be read\./)
  })
})
