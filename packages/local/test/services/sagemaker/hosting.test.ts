import { describe, expect, it } from 'vitest'
import { createEndpoint, createModel, waitForEndpoint } from '../../support/endpoints.ts'
import { usePlatform } from '../../support/with-platform.ts'

const opened = usePlatform()
const arn = (resource: string): string => `arn:aws:sagemaker:us-east-1:000000000000:${resource}`

describe('CreateModel', () => {
  it('refuses a name that is taken [G045]', async () => {
    const test = opened()
    const image = test.images.addProgram('serves')
    await createModel(test, 'model', image)

    await expect(createModel(test, 'model', image)).rejects.toMatchObject({
      code: 'ValidationException',
      message: `Cannot create already existing model "${arn('model/model')}".`,
    })
  })

  it('refuses model data that is not there [G046]', async () => {
    const test = opened()
    await expect(
      createModel(test, 'model', test.images.addProgram('serves'), 's3://bucket/no/model.tar.gz'),
    ).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'Could not find model data at s3://bucket/no/model.tar.gz.',
    })
  })

  it('refuses an image with an OCI manifest [G047]', async () => {
    const test = opened()
    const mediaType = 'application/vnd.oci.image.manifest.v1+json'
    const uri = test.images.add('oci', { layers: [], config: {}, mediaType })

    await expect(createModel(test, 'model', uri)).rejects.toMatchObject({
      code: 'ValidationException',
      message: `Unsupported manifest media type ${mediaType} for image ${uri}. Ensure that valid manifest media type is used for specified image.`,
    })
  })

  it('is described as it was made, and not found once deleted', async () => {
    const test = opened()
    await createModel(test, 'Model', test.images.addProgram('serves'), undefined, { A: '1' })

    expect(await test.sageMaker('DescribeModel', { ModelName: 'Model' })).toMatchObject({
      ModelName: 'Model',
      ModelArn: arn('model/model'),
      PrimaryContainer: { Mode: 'SingleModel', Environment: { A: '1' } },
      EnableNetworkIsolation: false,
      CreationTime: expect.any(Number),
    })
    await test.sageMaker('DeleteModel', { ModelName: 'Model' })
    for (const operation of ['DescribeModel', 'DeleteModel']) {
      await expect(test.sageMaker(operation, { ModelName: 'Model' })).rejects.toMatchObject({
        code: 'ValidationException',
        message: `Could not find model "${arn('model/model')}".`,
      })
    }
  })
})

describe('CreateEndpointConfig', () => {
  it('refuses unknown models, a name given twice and no variants at all [G049]', async () => {
    const test = opened()
    await createModel(test, 'model', test.images.addProgram('serves'))
    const create = (ProductionVariants: readonly object[]) =>
      test.sageMaker('CreateEndpointConfig', { EndpointConfigName: 'config', ProductionVariants })
    const variant = { VariantName: 'a', ModelName: 'model' }

    await expect(create([{ ...variant, ModelName: 'nope' }])).rejects.toMatchObject({
      code: 'ValidationException',
      message: `Could not find model "${arn('model/nope')}".`,
    })
    await expect(create([variant, variant])).rejects.toMatchObject({
      code: 'ValidationException',
      message: expect.stringContaining('"a" is given more than once'),
    })
    await expect(create([])).rejects.toMatchObject({
      code: 'ValidationException',
      message: expect.stringContaining("at 'productionVariants' failed to satisfy constraint"),
    })
  })

  it('refuses a name that is taken, and is described with its defaults', async () => {
    const test = opened()
    await createModel(test, 'model', test.images.addProgram('serves'))
    const request = {
      EndpointConfigName: 'config',
      ProductionVariants: [{ VariantName: 'a', ModelName: 'model' }],
    }
    await test.sageMaker('CreateEndpointConfig', request)

    await expect(test.sageMaker('CreateEndpointConfig', request)).rejects.toThrow(
      `Cannot create already existing endpoint configuration "${arn('endpoint-config/config')}".`,
    )
    const name = { EndpointConfigName: 'config' }
    expect(await test.sageMaker('DescribeEndpointConfig', name)).toMatchObject({
      EndpointConfigArn: arn('endpoint-config/config'),
      ProductionVariants: [{ VariantName: 'a', InitialVariantWeight: 1 }],
    })
    await test.sageMaker('DeleteEndpointConfig', name)
    await expect(test.sageMaker('DescribeEndpointConfig', name)).rejects.toThrow(
      `Could not find endpoint configuration "${arn('endpoint-config/config')}".`,
    )
  })

  it('refuses what this emulator lacks', async () => {
    const test = opened()
    await createModel(test, 'model', test.images.addProgram('serves'))
    const lacking = [
      { ShadowProductionVariants: [{ VariantName: 'shadow', ModelName: 'model' }] },
      {
        DataCaptureConfig: {
          EnableCapture: true,
          InitialSamplingPercentage: 1,
          DestinationS3Uri: 's3://bucket/capture',
          CaptureOptions: [{ CaptureMode: 'Input' }],
        },
      },
    ]
    for (const changes of lacking) {
      const request = {
        EndpointConfigName: 'config',
        ProductionVariants: [{ VariantName: 'a', ModelName: 'model' }],
        ...changes,
      }
      await expect(test.sageMaker('CreateEndpointConfig', request)).rejects.toThrow(
        'is not available in this local emulator',
      )
    }
  })
})

describe('CreateEndpoint', () => {
  it('refuses an unknown configuration [G050]', async () => {
    await expect(
      opened().sageMaker('CreateEndpoint', { EndpointName: 'e', EndpointConfigName: 'nope' }),
    ).rejects.toMatchObject({
      code: 'ValidationException',
      message: `Could not find endpoint configuration "${arn('endpoint-config/nope')}".`,
    })
  })

  it('refuses a name that is taken, also while its endpoint is being deleted [G051]', async () => {
    const test = opened()
    await createModel(test, 'model', test.images.addProgram('serves'))
    await createEndpoint(test, [{ ModelName: 'model' }])
    const again = () =>
      test.sageMaker('CreateEndpoint', { EndpointName: 'endpoint', EndpointConfigName: 'config' })
    const taken = `Cannot create already existing endpoint "${arn('endpoint/endpoint')}".`

    await expect(again()).rejects.toThrow(taken)
    await waitForEndpoint(test)
    await test.sageMaker('DeleteEndpoint', { EndpointName: 'endpoint' })
    await expect(again()).rejects.toThrow(taken)
  })
})

describe('DeleteEndpoint', () => {
  it('is refused while the endpoint is being created [G057]', async () => {
    const test = opened()
    await createModel(test, 'model', test.images.addProgram('serves'))
    await createEndpoint(test, [{ ModelName: 'model' }])

    await expect(test.sageMaker('DeleteEndpoint', { EndpointName: 'endpoint' })).rejects.toThrow(
      `Cannot update in-progress endpoint "${arn('endpoint/endpoint')}".`,
    )
    await waitForEndpoint(test)
  })

  it('takes a failed endpoint away', async () => {
    const test = opened()
    await createModel(test, 'model', test.images.addProgram('serve-exits'))
    await createEndpoint(test, [{ ModelName: 'model' }])
    await waitForEndpoint(test)
    await test.sageMaker('DeleteEndpoint', { EndpointName: 'endpoint' })

    await expect.poll(() => test.sageMaker('ListEndpoints', {})).toEqual({ Endpoints: [] })
  })
})
