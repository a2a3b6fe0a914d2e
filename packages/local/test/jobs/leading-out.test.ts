import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { create } from 'tar'
import { describe, expect, it } from 'vitest'
import { fileBelow } from '../../src/jobs/files/local-path.ts'
import { createEndpoint, createModel, waitForEndpoint } from '../support/endpoints.ts'
import { bucket, channel, trainingJob, usePlatform, waitForJob } from '../support/with-platform.ts'

const opened = usePlatform()

describe('what leads out of its folder stays out [G111]', () => {
  it('keys of a channel, with dots or from the root, fail the job', async () => {
    const test = opened()
    const image = test.images.addProgram('trains-ok')
    const keys = ['dots/../../x', 'root//etc/x', 'dot/./x']
    for (const [i, key] of keys.entries()) {
      await test.put(key, 'x')
      const prefix = `s3://${bucket}/${key.slice(0, key.indexOf('/'))}/`
      const job = { TrainingJobName: `job-${i}`, InputDataConfig: [channel('train', prefix)] }
      await test.sageMaker('CreateTrainingJob', trainingJob(image, job))

      const { FailureReason } = await waitForJob(test, undefined, `job-${i}`)
      expect(FailureReason).toBe(
        `ClientError: Data download failed: the key "${key.slice(key.indexOf('/') + 1)}" cannot be a file's path.`,
      )
    }
    expect(existsSync(join(test.workDir, 'x'))).toBe(false)
  })

  it('no key at all gives a file outside', () => {
    const segment = fc.oneof(fc.constantFrom('', '.', '..', 'a'), fc.string())
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1 }), (segments) => {
        let file = '/folder/inside'
        try {
          file = fileBelow('/folder', segments.join('/'))
        } catch {
          return
        }
        expect(file.startsWith('/folder/')).toBe(true)
      }),
    )
  })

  it('entries, links and broken archives of a model fail the endpoint', async () => {
    const test = opened()
    const folder = join(dirname(test.workDir), 'archives')
    mkdirSync(folder)
    writeFileSync(join(folder, 'file'), 'x'.repeat(10_000))
    symlinkSync('/etc/passwd', join(folder, 'link'))
    const pack = (name: string, entry: string): Buffer => {
      const file = join(folder, name)
      create({ file, cwd: folder, gzip: true, sync: true, preservePaths: true }, [entry])
      return readFileSync(file)
    }
    const archives = {
      link: pack('link.tar.gz', 'link'),
      outside: pack('outside.tar.gz', '../archives/file'),
      none: Buffer.from('this is no archive'),
      cut: pack('cut.tar.gz', 'file').subarray(0, 60),
      empty: Buffer.alloc(0),
    }
    const reasons: Record<string, string> = {}
    for (const [name, bytes] of Object.entries(archives)) {
      const uri = await test.put(`${name}.tar.gz`, bytes)
      await createModel(test, name, test.images.addProgram('serves'), uri)
      await createEndpoint(test, [{ ModelName: name }], name)
      reasons[name] = (await waitForEndpoint(test, name)).FailureReason
    }

    for (const [name, reason] of Object.entries(reasons)) {
      expect([name, reason]).toEqual([
        name,
        expect.stringMatching(/^ClientError: Failed to extract model data archive from URL "s3:/),
      ])
    }
    expect(reasons.link).toContain('its entry "link" is a SymbolicLink')
    expect(reasons.outside).toContain('its entry "../archives/file" is outside of it')
  })
})
