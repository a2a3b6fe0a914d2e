import { execFile, execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { checkContainer } from '@byo/container-kit/check'
import { type PublishedImage, publishImage } from '@byo/core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import {
  hasEngine,
  startContainerSession,
} from '../../../packages/byo-core/test/support/container-session.ts'
import {
  type DockerRegistry,
  hasDockerRegistry,
  startDockerRegistry,
} from '../../../packages/byo-core/test/support/docker-registry.ts'
import { docker } from '../../../packages/local/test/support/container-engine.ts'
import { removeOutput, startExample } from '../../common/test/support/run-example.ts'
import { expectClose, parseColumn, rModel } from './support/r-model.ts'

const home = dirname(dirname(fileURLToPath(import.meta.url)))
const payload = join(home, 'data/payload.csv')

/** What a machine of SageMaker's smallest kind lets a container have. */
const machine = ['--cpus', '1', '--memory', '1g', '--memory-swap', '1g']

/** How an image is made of the iris program. */
type Way = 'with Docker' | 'without Docker'

describe.skipIf(!(hasEngine() && hasDockerRegistry())).each<Way>(['with Docker', 'without Docker'])(
  'the image of the iris program, made %s',
  (way) => {
    let aws: Awaited<ReturnType<typeof startContainerSession>>
    let published: PublishedImage
    let image: string
    let optMl: string

    beforeAll(async () => {
      aws = await startContainerSession()
      published = await publish(way)
      image = `${new URL(aws.local.endpoint).host}/iris@${published.digest}`
      await docker('pull', '-q', image)
      optMl = trainingFolder()
    }, 300_000)

    afterAll(async () => {
      await docker('rmi', '-f', image)
      rmSync(optMl, { recursive: true, force: true })
      await aws[Symbol.asyncDispose]()
    })

    /** The image in the ECR of the embedded SageMaker. */
    async function publish(way: Way): Promise<PublishedImage> {
      if (way === 'with Docker') {
        return publishImage(aws.session, { dockerfile: home, repository: 'iris' })
      }
      await using registry = await startDockerRegistry()
      // Not before the image is there does the registry end.
      return await publishImage(aws.session, {
        program: join(home, 'dist/container.mjs'),
        baseImage: await pushBase(registry),
        baseImageCredentials: registry.credentials,
        repository: 'iris',
      })
    }

    it('is a Docker v2 image for linux/amd64 with an entrypoint in exec form, and adds less than 1 MB to its base [S83] [S84]', async (test) => {
      if (!hasSkopeo()) test.skip('there is no skopeo')
      const manifest = await inspect('--raw', image)
      const config = await inspect('--config', image)

      expect(manifest.mediaType).toBe('application/vnd.docker.distribution.manifest.v2+json')
      expect(manifest.layers.at(-1).size).toBeLessThan(1_000_000)
      expect(config).toMatchObject({ os: 'linux', architecture: 'amd64' })
      expect(config.config.Entrypoint).toEqual(['node', '/opt/program/container.mjs'])
      expect(config.rootfs.diff_ids).toHaveLength(manifest.layers.length)
    })

    it('trains under /opt/ml with the argument train, one processor, 1 GB and no network', async () => {
      const mount = `${optMl}:/opt/ml`
      await docker('run', '--rm', ...machine, '--network', 'none', '-v', mount, image, 'train')

      const model = JSON.parse(readFileSync(join(optMl, 'model/model.json'), 'utf8'))
      const fitted = readFileSync(join(optMl, 'output/data/fitted_values.csv'), 'utf8')
      const [header, ...values] = fitted.split('\n')
      expectClose([model.gcv], [rModel.gcv])
      expect(header).toBe('V1')
      expectClose(parseColumn(values.join('\n')), rModel.predictions)
      expect(existsSync(join(optMl, 'output/success'))).toBe(true)
      expect(existsSync(join(optMl, 'output/failure'))).toBe(false)
    })

    it('serves from a read-only model folder, and ends with 0 on SIGTERM', async () => {
      const model = `${join(optMl, 'model')}:/opt/ml/model:ro`
      const port = ['-p', '127.0.0.1::8080']
      const container = await docker('run', '-d', ...machine, ...port, '-v', model, image, 'serve')
      onTestFinished(async () => void (await docker('rm', '-f', container)))

      const address = (await docker('port', container, '8080')).split('\n')[0]
      await ready(`http://${address}/ping`)
      const answer = await fetch(`http://${address}/invocations`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: readFileSync(payload),
      })
      expectClose(parseColumn(await answer.text()), rModel.predictions)
      await docker('stop', '-t', '30', container)
      expect(await docker('inspect', '-f', '{{.State.ExitCode}}', container)).toBe('0')
    })

    it('passes the check of containers', async () => {
      const report = await checkContainer({
        image,
        channels: { train: join(home, 'data/iris.csv') },
        hyperparameters: { target: 'Sepal.Length', degree: '2' },
        payload,
      })

      expect(report.checks.filter(({ outcome }) => outcome === 'fail')).toEqual([])
      expect(report.passed).toBe(true)
    }, 300_000)
  },
)

describe.skipIf(!hasEngine())('npm run example:iris -- --runner docker', () => {
  it('builds with Docker, runs it all in containers, and predicts what the R program predicts', async () => {
    const run = startExample('iris', ['--runner', 'docker'])
    onTestFinished(() => removeOutput(run))
    const { exitCode, stdout, stderr } = await run.ended

    expect(exitCode, stderr).toBe(0)
    expect(stdout).toMatch(/^image .*byo\/iris-mars:byo-[0-9a-f]{12}, .* sent$/m)
    expect(stdout).toMatch(/^predict .*150 rows, RMSE 0\.2982, R² 0\.8695$/m)
    expect(await docker('ps', '-aq', '--filter', 'name=byo-')).toBe('')
  }, 300_000)
})

/** Puts the engine's `node:24-slim` into a registry, as a base for who has no Docker. */
async function pushBase({ host, credentials }: DockerRegistry): Promise<string> {
  const base = `${host}/library/node:24-slim`
  const settings = mkdtempSync(join(tmpdir(), 'byo-docker-'))
  const auth = Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')
  writeFileSync(join(settings, 'config.json'), JSON.stringify({ auths: { [host]: { auth } } }))
  await docker('tag', 'node:24-slim', base)
  await docker('--config', settings, 'push', '-q', base)
  await docker('rmi', base)
  rmSync(settings, { recursive: true })
  return base
}

/** `/opt/ml` as SageMaker lays it out for a training job. */
function trainingFolder(): string {
  const optMl = mkdtempSync(join(tmpdir(), 'byo-opt-ml-'))
  for (const folder of ['input/config', 'input/data/train', 'model', 'output']) {
    mkdirSync(join(optMl, folder), { recursive: true })
  }
  cpSync(join(home, 'data/iris.csv'), join(optMl, 'input/data/train/iris.csv'))
  const hyperparameters = { target: 'Sepal.Length', degree: '2' }
  writeFileSync(join(optMl, 'input/config/hyperparameters.json'), JSON.stringify(hyperparameters))
  return optMl
}

/** Says so where there is none: a skip that nobody sees is a hole. */
function hasSkopeo(): boolean {
  try {
    execFileSync('skopeo', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    process.stderr.write('Skipped: this test needs skopeo, and it is not in the path.\n')
    return false
  }
}

/** What a stranger to this project finds in the registry. */
async function inspect(what: '--raw' | '--config', image: string) {
  const words = ['inspect', '--tls-verify=false', '--no-creds', what, `docker://${image}`]
  return JSON.parse((await promisify(execFile)('skopeo', words)).stdout)
}

/** Asks until the answer is 200; the test's own time limit ends it. */
async function ready(url: string): Promise<void> {
  for (;;) {
    const status = await fetch(url).then(
      (answer) => answer.status,
      () => 0,
    )
    if (status === 200) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
