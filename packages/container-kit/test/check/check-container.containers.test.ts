import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { docker, hasEngine } from '../../../local/test/support/container-engine.ts'
import { checkContainer } from '../../src/check/index.ts'
import { checkData, failures } from '../fixtures/check/try-fault.ts'

const iris = fileURLToPath(new URL('../../../../examples/iris', import.meta.url))
const images = { iris: 'byo-check-test-iris', faulty: 'byo-check-test-faulty' }

describe.skipIf(!hasEngine())('the check of an image', () => {
  let folder: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'byo-check-image-'))
    await docker('build', '-q', '-t', images.iris, iris)
    const server = new URL('../fixtures/check/server.mjs', import.meta.url)
    writeFileSync(join(folder, 'server.mjs'), readFileSync(server))
    writeFileSync(
      join(folder, 'Dockerfile'),
      'FROM node:24-slim\nCOPY server.mjs /server.mjs\n' +
        'ENV SAGEMAKER_BASE_DIR=/opt/ml SAGEMAKER_BIND_TO_PORT=8080\n' +
        'ENTRYPOINT node /server.mjs "has no handler"\n',
    )
    await docker('build', '-q', '-t', images.faulty, folder)
  }, 300_000)

  afterAll(async () => {
    await docker('rmi', '-f', ...Object.values(images)).catch(() => undefined)
    rmSync(folder, { recursive: true, force: true })
  })

  it('finds nothing wrong with the iris program [T32] [T66] [T67] [S02] [S12] [S14] [S84]', async () => {
    const report = await checkContainer({
      image: images.iris,
      channels: { train: join(iris, 'data/iris.csv') },
      hyperparameters: { target: 'Sepal.Length', degree: '2' },
      payload: join(iris, 'data/payload.csv'),
    })

    expect(failures(report.checks)).toEqual([])
    const passed = report.checks.filter(({ outcome }) => outcome === 'pass')
    expect(passed.flatMap(({ ids }) => ids)).toEqual(
      expect.arrayContaining(['T32', 'T66', 'T67', 'S02', 'S12', 'S14', 'S84']),
    )
    expect(await docker('ps', '-aq', '--filter', 'name=byo-check-')).toBe('')
    expect(await docker('network', 'ls', '-q', '--filter', 'name=byo-check-')).toBe('')
  }, 300_000)

  it('catches a line for a shell as entrypoint, which takes no SIGTERM', async (test) => {
    const { model, payload } = checkData(test)
    const report = await checkContainer({ image: images.faulty, model, payload, timeout: 10 })

    const found = failures(report.checks)
    expect(found).toContainEqual(expect.stringContaining('S84 T07: It is a line for a shell'))
    expect(found).toContainEqual(expect.stringContaining('S75: It still ran 10'))
    expect(report.passed).toBe(false)
  }, 300_000)

  it('refuses an image that is not there', async () => {
    await expect(checkContainer({ image: 'byo-there-is-none' })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('has no image "byo-there-is-none"'),
    })
  })
})
