import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageVersion } from '../../src/lifecycle/package-version.ts'
import { canUnshare } from '../fixtures/namespaces.ts'
import {
  baseDirWith,
  bundled,
  startCommand,
  startProgram,
  textOf,
  train,
} from '../fixtures/run-program.ts'

const hyperparametersFile = 'input/config/hyperparameters.json'

describe('the command', () => {
  it('may be named by BYO_COMMAND where the words are for the program [T05] [T06]', async () => {
    const baseDir = await baseDirWith()

    const program = startProgram('ends', ['--x', '1'], baseDir, { BYO_COMMAND: 'train' })

    expect(await program.exit, program.stderr()).toBe(0)
    expect(await textOf(join(baseDir, 'model/model'))).toBe('--x 1')
  })

  it('is the word where there is one, whatever BYO_COMMAND says [T02]', async () => {
    const baseDir = await baseDirWith()

    const program = startProgram('means', ['serve'], baseDir, {
      BYO_COMMAND: 'train',
      SAGEMAKER_BIND_TO_PORT: '0',
    })

    // There is no model to load.
    expect(await program.exit).toBe(1)
    expect(program.stdout()).toContain('listening port=')
    expect(program.stdout()).not.toContain('training')
    expect(await textOf(join(baseDir, 'output/success'))).toBeUndefined()
  })

  it('is refused where BYO_COMMAND is none [T03]', async () => {
    const baseDir = await baseDirWith()

    const program = startProgram('ends', ['--x'], baseDir, { BYO_COMMAND: 'trian' })

    expect(await program.exit).toBe(2)
    expect(program.stderr()).toMatch(
      /^error: BYO_COMMAND is "trian": expected train or serve\.\nUsage: /,
    )
    expect(await textOf(join(baseDir, 'model/model'))).toBeUndefined()
  })

  it('may be the name of a link on PATH, for an image with no entrypoint [T04]', async () => {
    const baseDir = await baseDirWith()
    const program = join(baseDir, 'opt/container.mjs')
    await mkdir(join(baseDir, 'bin'), { recursive: true })
    await mkdir(dirname(program), { recursive: true })
    await writeFile(program, `#!/usr/bin/env node\n${readFileSync(bundled('ends'), 'utf8')}`)
    await chmod(program, 0o755)
    for (const name of ['train', 'serve']) await symlink(program, join(baseDir, 'bin', name))
    const env = { PATH: `${join(baseDir, 'bin')}:${process.env.PATH}`, SAGEMAKER_BASE_DIR: baseDir }

    const trained = startCommand('train', ['--x'], env)
    const served = startCommand('serve', [], env)

    expect(await trained.exit, trained.stderr()).toBe(0)
    expect(await textOf(join(baseDir, 'model/model'))).toBe('--x')
    expect(await served.exit).toBe(2)
    expect(served.stderr()).toContain(
      'This program cannot serve: it has no predict function and no converse.',
    )
  })
})

describe.skipIf(!canUnshare())('a container as process 1', () => {
  it('gets the SIGTERM that is sent to it [T07]', async () => {
    const baseDir = await baseDirWith({ [hyperparametersFile]: { how: 'save when stopped' } })
    const program = startProgram(
      'ends',
      ['train'],
      baseDir,
      {},
      {
        through: ['unshare', '-pf', '--mount-proc'],
      },
    )
    await program.printed('waiting')
    const { pid } = program.child
    const [first] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')

    process.kill(Number(first), 'SIGTERM')

    expect(await program.exit).toBe(0)
    expect(await textOf(join(baseDir, 'model/model'))).toBe('saved')
  })
})

describe.skipIf(!canUnshare())('a container as process 1 that is left orphans', () => {
  it('keeps them as zombies, which Node cannot wait for, and ends as it should', async () => {
    const script = `
      for i in 1 2 3 4 5 6 7 8 9 10; do sh -c 'sleep 0.1 & exit 0'; done
      sleep 0.5; grep -l '^State:.Z' /proc/[0-9]*/status | wc -l; echo shown`
    const baseDir = await baseDirWith({
      [hyperparametersFile]: { args: JSON.stringify(['-c', script]) },
    })

    const { code, stdout } = await train(
      'runs',
      baseDir,
      {},
      {
        through: ['unshare', '-pf', '--mount-proc'],
      },
    )

    expect(code).toBe(0)
    expect(stdout).toContain('\n10\nshown\n')
  })
})

describe('the log at the start', () => {
  it('tells versions, job, host, channels and hyperparameters, and no secrets [T10]', async () => {
    const secrets = {
      api_key: 'k-1',
      'db-password': 'k-2',
      hf_token: 'k-3',
      plain: 'AKIAIOSFODNN7EXAMPLE',
      url: 'https://me:k-4@host/x',
    }
    const baseDir = await baseDirWith({
      'input/data/train/a.csv': '',
      'input/config/resourceconfig.json': { hosts: ['algo-1', 'algo-2'], current_host: 'algo-2' },
      [hyperparametersFile]: { how: 'return', max_tokens: '7', long: 'x'.repeat(500), ...secrets },
    })

    const { code, stdout, stderr } = await train('ends', baseDir, {
      TRAINING_JOB_NAME: 'job-1',
      AWS_SECRET_ACCESS_KEY: 'k-5',
      AWS_SESSION_TOKEN: 'k-6',
    })

    expect(code).toBe(0)
    const [line] = stdout.split('\n')
    expect(line).toContain(
      ` INFO training starts kit=${packageVersion} node=${process.versions.node} job=job-1 host=algo-2 hosts=2 channels=train hyperparameters=`,
    )
    const shown = JSON.parse(JSON.parse(/hyperparameters=(".*")$/.exec(line!)![1]!))
    expect(shown).toEqual({
      how: 'return',
      max_tokens: '7',
      long: `${'x'.repeat(100)}…`,
      ...Object.fromEntries(Object.keys(secrets).map((name) => [name, '(hidden)'])),
    })
    expect(stdout + stderr).not.toMatch(/k-\d|AKIA/)
  })

  it('knows the version of the package', () => {
    const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')

    expect(packageVersion).toBe(JSON.parse(manifest).version)
  })
})

describe('a base folder', () => {
  it('moves every path [T09]', async () => {
    const baseDir = await baseDirWith({
      'input/data/train/a.csv': 'y,s\n1,x\n3,y\n',
      [hyperparametersFile]: { target: 'y' },
    })
    const traced = spawnSync('sh', ['-c', 'ls -d /opt/ml 2>/dev/null'])

    const { code, stdout } = await train('means', baseDir)

    expect(code).toBe(0)
    expect(stdout).not.toContain('/opt/ml')
    for (const path of ['model/model.json', 'output/data/fitted_values.csv', 'output/success']) {
      expect(await textOf(join(baseDir, path))).toBeDefined()
    }
    // Nothing was made where the platform has its folder.
    expect(spawnSync('sh', ['-c', 'ls -d /opt/ml 2>/dev/null']).stdout).toEqual(traced.stdout)
  })
})
