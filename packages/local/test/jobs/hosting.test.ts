import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { create } from 'tar'
import { describe, expect, it } from 'vitest'
import { copyPrograms } from '../support/images.ts'
import {
  createEndpoint,
  createModel,
  invoke,
  modelArchive,
  waitForEndpoint,
} from '../support/endpoints.ts'
import { bucket, readLog, usePlatform } from '../support/with-platform.ts'

const opened = usePlatform()
const logGroup = '/aws/sagemaker/Endpoints/endpoint'

describe('an endpoint', () => {
  it('serves the model of its archive once it is in service, and is Creating until then', async () => {
    const test = opened()
    const image = test.images.addProgram('serves')
    await createModel(test, 'model', image, await modelArchive(test, { 'model.txt': 'weights' }))
    await createEndpoint(test, [{ ModelName: 'model' }])

    const created = await test.sageMaker('DescribeEndpoint', { EndpointName: 'endpoint' })
    expect(created.EndpointStatus).toBe('Creating')
    expect((await waitForEndpoint(test)).EndpointStatus).toBe('InService')
    expect((await invoke(test, { order: 'model' })).text).toBe('weights')
  })

  it('shows its variants with weights, counts and images [G056]', async () => {
    const test = opened()
    const image = test.images.addProgram('serves')
    await createModel(test, 'model', image)
    await createEndpoint(test, [{ ModelName: 'model', InitialInstanceCount: 1, InitialVariantWeight: 2 }])

    const { ProductionVariants } = await waitForEndpoint(test)
    expect(ProductionVariants).toEqual([
      {
        VariantName: 'variant-0',
        CurrentWeight: 2,
        DesiredWeight: 2,
        CurrentInstanceCount: 1,
        DesiredInstanceCount: 1,
        DeployedImages: [
          {
            SpecifiedImage: image,
            ResolvedImage: `${image.replace(':latest', '')}@${test.images.find(image)?.digest}`,
            ResolutionTime: expect.any(Number),
          },
        ],
      },
    ])
  })

  it('gives its program the variables of the model, and a folder and port of its own', async () => {
    const test = opened()
    await createModel(test, 'model', test.images.addProgram('serves'), undefined, { MODE: 'fast' })
    await createEndpoint(test, [{ ModelName: 'model' }])
    await waitForEndpoint(test)

    const environment = JSON.parse((await invoke(test, { order: 'environment' })).text)
    expect(environment).toMatchObject({
      MODE: 'fast',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      SAGEMAKER_BIND_TO_PORT: expect.stringMatching(/^\d+$/),
      SAGEMAKER_BASE_DIR: expect.stringContaining(test.workDir),
    })
  })

  it('fails with the reason of one that exits, keeping its log', async () => {
    const test = opened()
    await createModel(test, 'model', test.images.addProgram('serve-exits'))
    await createEndpoint(test, [{ ModelName: 'model' }])

    const { EndpointStatus, FailureReason } = await waitForEndpoint(test)
    expect(EndpointStatus).toBe('Failed')
    expect(FailureReason).toMatch(
      /^CannotStartContainerError\. Please ensure the model container for variant variant-0 starts correctly .* exit code 7/,
    )
    expect(await readLog(test, logGroup, 'variant-0/')).toEqual(['no model here'])
  })

  it('stops the other variants when one fails', async () => {
    const test = opened()
    await createModel(test, 'good', test.images.addProgram('serves'))
    await createModel(test, 'bad', test.images.addProgram('serve-exits'))
    await createEndpoint(test, [{ ModelName: 'good' }, { ModelName: 'bad' }])

    expect((await waitForEndpoint(test)).EndpointStatus).toBe('Failed')
    expect(readdirSync(join(test.workDir, 'runs'))).toEqual([])
  })

  it('is gone after DeleteEndpoint, by way of Deleting, its program told to stop [G058]', async () => {
    const test = opened()
    await createModel(test, 'model', test.images.addProgram('serves'))
    await createEndpoint(test, [{ ModelName: 'model' }])
    await waitForEndpoint(test)
    await test.sageMaker('DeleteEndpoint', { EndpointName: 'endpoint' })

    const deleting = await test.sageMaker('DescribeEndpoint', { EndpointName: 'endpoint' })
    expect(deleting.EndpointStatus).toBe('Deleting')
    await expect
      .poll(() => test.sageMaker('DescribeEndpoint', { EndpointName: 'endpoint' }).catch(String), {
        interval: 5,
      })
      .toContain(
        'Could not find endpoint "arn:aws:sagemaker:us-east-1:000000000000:endpoint/endpoint".',
      )
    expect(await readLog(test, logGroup)).toContain('told to stop')
    expect(readdirSync(join(test.workDir, 'runs'))).toEqual([])
  })

  it('starts a server that crashes again', async () => {
    const test = opened()
    await createModel(test, 'model', test.images.addProgram('serves'))
    await createEndpoint(test, [{ ModelName: 'model' }])
    await waitForEndpoint(test)
    await expect(invoke(test, { order: 'crash' })).rejects.toMatchObject({ code: 'ModelError' })

    await expect
      .poll(() => invoke(test, { body: 'again' }).catch(String), { timeout: 10_000, interval: 10 })
      .toMatchObject({ text: 'again' })
    expect(await readLog(test, logGroup)).toContain(
      'The container ended with exit code 9; starting it again.',
    )
  })

  it('serves on when model and configuration are deleted [G060]', async () => {
    const test = opened()
    await createModel(test, 'model', test.images.addProgram('serves'))
    await createEndpoint(test, [{ ModelName: 'model' }])
    await waitForEndpoint(test)
    await test.sageMaker('DeleteEndpointConfig', { EndpointConfigName: 'config' })
    await test.sageMaker('DeleteModel', { ModelName: 'model' })

    expect((await invoke(test, { body: 'still here' })).text).toBe('still here')
  })

  it('fails when its model archive leads out of its folder, holds links or is none', async () => {
    const test = opened()
    const folder = join(test.workDir, '..', 'archives')
    copyPrograms(folder)
    const { symlinkSync, readFileSync } = await import('node:fs')
    symlinkSync('/etc/passwd', join(folder, 'link'))
    create({ file: join(folder, 'links.tar.gz'), cwd: folder, gzip: true, sync: true }, ['link'])
    create(
      { file: join(folder, 'out.tar.gz'), cwd: folder, gzip: true, sync: true, preservePaths: true },
      ['../archives/serves.mjs'],
    )
    const archives = {
      link: readFileSync(join(folder, 'links.tar.gz')),
      outside: readFileSync(join(folder, 'out.tar.gz')),
      'no archive': Buffer.from('this is no archive'),
      cut: readFileSync(join(folder, 'out.tar.gz')).subarray(0, 100),
    }
    const reasons: Record<string, string> = {}
    for (const [name, bytes] of Object.entries(archives)) {
      const id = name.replace(' ', '-')
      const uri = await test.put(`${id}.tar.gz`, bytes)
      await createModel(test, id, test.images.addProgram('serves'), uri)
      await createEndpoint(test, [{ ModelName: id }], id)
      reasons[name] = (await waitForEndpoint(test, id)).FailureReason
    }

    for (const reason of Object.values(reasons)) {
      expect(reason).toMatch(/^ClientError: Failed to extract model data archive from URL "s3:/)
    }
    expect(reasons.link).toContain('its entry "link" is a SymbolicLink')
    expect(reasons.outside).toContain('its entry "../archives/serves.mjs" is outside of it')
  })

  it('takes a model that is a prefix of plain objects', async () => {
    const test = opened()
    await test.put('plain/model.txt', 'plain weights')
    const source = {
      S3DataSource: {
        S3Uri: `s3://${bucket}/plain/`,
        S3DataType: 'S3Prefix',
        CompressionType: 'None',
      },
    }
    await test.sageMaker('CreateModel', {
      ModelName: 'model',
      PrimaryContainer: { Image: test.images.addProgram('serves'), ModelDataSource: source },
    })
    await createEndpoint(test, [{ ModelName: 'model' }])
    await waitForEndpoint(test)

    expect((await invoke(test, { order: 'model' })).text).toBe('plain weights')
  })
})

describe('an endpoint whose server never gets healthy', () => {
  const impatient = usePlatform({ startupTimeout: 300 })

  it('fails with the reason of the health check, keeping its log', async () => {
    const test = impatient()
    await createModel(test, 'model', test.images.addProgram('serve-never-healthy'))
    await createEndpoint(test, [{ ModelName: 'model' }])

    const { EndpointStatus, FailureReason } = await waitForEndpoint(test)
    expect(EndpointStatus).toBe('Failed')
    expect(FailureReason).toBe(
      'The primary container for production variant variant-0 did not pass the ping health check. Please check CloudWatch logs for this endpoint.',
    )
    expect(await readLog(test, logGroup)).toEqual(['still loading'])
  })
})
