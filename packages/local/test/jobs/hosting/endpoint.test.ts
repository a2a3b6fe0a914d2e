import { describe, expect, it } from 'vitest'
import {
  createEndpoint,
  createModel,
  invoke,
  modelArchive,
  waitForEndpoint,
} from '../../support/endpoints.ts'
import { bucket, readLog, runFolders, usePlatform } from '../../support/with-platform.ts'

const opened = usePlatform()
const logGroup = '/aws/sagemaker/Endpoints/endpoint'

describe('an endpoint', () => {
  it('serves the model of its archive once it is in service, and is Creating until then [G052]', async () => {
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
    await createEndpoint(test, [
      { ModelName: 'model', InitialInstanceCount: 1, InitialVariantWeight: 2 },
    ])

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

  it('stops the other variants when one fails', async () => {
    const test = opened()
    await createModel(test, 'good', test.images.addProgram('serves'))
    await createModel(test, 'bad', test.images.addProgram('serve-exits'))
    await createEndpoint(test, [{ ModelName: 'good' }, { ModelName: 'bad' }])

    expect((await waitForEndpoint(test)).EndpointStatus).toBe('Failed')
    expect(runFolders(test)).toEqual([])
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
      .poll(() => test.sageMaker('DescribeEndpoint', { EndpointName: 'endpoint' }).catch(String))
      .toContain(
        'Could not find endpoint "arn:aws:sagemaker:us-east-1:000000000000:endpoint/endpoint".',
      )
    expect(await readLog(test, logGroup)).toContain('told to stop')
    expect(runFolders(test)).toEqual([])
  })

  it('starts a server that crashes again', async () => {
    const test = opened()
    await createModel(test, 'model', test.images.addProgram('serves'))
    await createEndpoint(test, [{ ModelName: 'model' }])
    await waitForEndpoint(test)
    await expect(invoke(test, { order: 'crash' })).rejects.toMatchObject({ code: 'ModelError' })

    await expect
      .poll(() => invoke(test, { body: 'again' }).catch(String))
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

describe('an endpoint that does not come up [G053]', () => {
  it('fails with CannotStartContainerError when its program exits, keeping its log', async () => {
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

  it('fails with the reason of the health check when its program is never healthy, keeping its log', async () => {
    const test = opened()
    await createModel(test, 'model', test.images.addProgram('serve-never-healthy'))
    await createEndpoint(test, [{ ModelName: 'model' }])
    await expect.poll(() => readLog(test, logGroup).catch(String)).toEqual(['still loading'])
    test.clock.elapse(480_000)

    const { EndpointStatus, FailureReason } = await waitForEndpoint(test)
    expect(EndpointStatus).toBe('Failed')
    expect(FailureReason).toBe(
      'The primary container for production variant variant-0 did not pass the ping health check. Please check CloudWatch logs for this endpoint.',
    )
    expect(await readLog(test, logGroup)).toEqual(['still loading'])
  })

  it('tells the log, once, that nothing listens where it asks for health', async () => {
    const test = opened()
    await createModel(test, 'model', test.images.addProgram('serve-elsewhere'))
    await createEndpoint(test, [{ ModelName: 'model' }])
    const expectLog = (lines: unknown[]) =>
      expect.poll(() => readLog(test, logGroup).catch(String)).toEqual(lines)
    await expectLog(['listening'])
    test.clock.elapse(5000)
    const note = expect.stringMatching(/nothing listens on port \d+ yet.* SAGEMAKER_BIND_TO_PORT/)
    await expectLog(['listening', note])
    test.clock.elapse(475_000)

    expect((await waitForEndpoint(test)).EndpointStatus).toBe('Failed')
    expect(await readLog(test, logGroup)).toEqual(['listening', note])
  })

  it('waits as long as its variant says', async () => {
    const test = opened()
    await createModel(test, 'model', test.images.addProgram('serve-never-healthy'))
    const timeout = { ContainerStartupHealthCheckTimeoutInSeconds: 600 }
    await createEndpoint(test, [{ ModelName: 'model', ...timeout }])
    await expect.poll(() => readLog(test, logGroup).catch(String)).toEqual(['still loading'])
    test.clock.elapse(500_000)
    const waiting = await test.sageMaker('DescribeEndpoint', { EndpointName: 'endpoint' })
    expect(waiting.EndpointStatus).toBe('Creating')
    test.clock.elapse(100_000)

    expect((await waitForEndpoint(test)).EndpointStatus).toBe('Failed')
  })
})
