import { describe, expect, it } from 'vitest'
import { endpointConfigSpec } from '../../src/endpoint/endpoint-config-spec.ts'
import type { EndpointConfigOptions, HostedModels } from '../../src/endpoint/hosting-options.ts'

type Options = HostedModels & EndpointConfigOptions

function specOf(options: Options) {
  return endpointConfigSpec(options, { name: 'e', tags: undefined })
}

describe('endpointConfigSpec', () => {
  it('asks for instances, with disk, times and key', () => {
    expect(
      specOf({
        model: { name: 'm' },
        instanceType: 'ml.c5.xlarge',
        instanceCount: 2,
        volumeSizeInGB: 30,
        startupHealthCheckTimeoutInSeconds: 600,
        modelDataDownloadTimeoutInSeconds: 900,
        kmsKeyId: 'alias/key',
      }),
    ).toEqual({
      EndpointConfigName: 'e',
      KmsKeyId: 'alias/key',
      ProductionVariants: [
        {
          VariantName: 'AllTraffic',
          ModelName: 'm',
          InstanceType: 'ml.c5.xlarge',
          InitialInstanceCount: 2,
          VolumeSizeInGB: 30,
          ContainerStartupHealthCheckTimeoutInSeconds: 600,
          ModelDataDownloadTimeoutInSeconds: 900,
        },
      ],
    })
  })

  it('asks for no instances where it is serverless', () => {
    const serverless = { memorySizeInMB: 2048, maxConcurrency: 5, provisionedConcurrency: 5 }

    expect(specOf({ model: 'm', serverless }).ProductionVariants).toEqual([
      {
        VariantName: 'AllTraffic',
        ModelName: 'm',
        ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5, ProvisionedConcurrency: 5 },
      },
    ])
  })

  it('shares traffic between variants by weight, each on what it asks for', () => {
    const { ProductionVariants } = specOf({
      variants: [
        { name: 'old', model: 'a', weight: 3 },
        { name: 'new', model: { name: 'b' }, weight: 0, instanceType: 'ml.c5.large' },
      ],
    })

    expect(ProductionVariants).toEqual([
      {
        VariantName: 'old',
        ModelName: 'a',
        InitialVariantWeight: 3,
        InstanceType: 'ml.m5.large',
        InitialInstanceCount: 1,
      },
      {
        VariantName: 'new',
        ModelName: 'b',
        InitialVariantWeight: 0,
        InstanceType: 'ml.c5.large',
        InitialInstanceCount: 1,
      },
    ])
  })

  it('keeps what it is told of the traffic', () => {
    const destination = 's3://bucket/captured'
    const whole = { destination, percentage: 100 }
    const some = {
      destination,
      percentage: 0,
      capture: ['output', 'output'] as const,
      csvContentTypes: ['text/csv'],
      jsonContentTypes: ['application/json'],
    }

    expect(specOf({ model: 'm', dataCapture: whole }).DataCaptureConfig).toEqual({
      EnableCapture: true,
      InitialSamplingPercentage: 100,
      DestinationS3Uri: destination,
      CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
    })
    expect(specOf({ model: 'm', dataCapture: some }).DataCaptureConfig).toEqual({
      EnableCapture: true,
      InitialSamplingPercentage: 0,
      DestinationS3Uri: destination,
      CaptureOptions: [{ CaptureMode: 'Output' }],
      CaptureContentTypeHeader: {
        CsvContentTypes: ['text/csv'],
        JsonContentTypes: ['application/json'],
      },
    })
  })

  it("lays the SDK's members over its own", () => {
    const spec = specOf({
      model: 'm',
      sdkOptions: {
        variant: { RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' } },
        endpointConfig: { EnableNetworkIsolation: true },
      },
    })

    expect(spec).toMatchObject({
      EndpointConfigName: 'e',
      EnableNetworkIsolation: true,
      ProductionVariants: [
        { ModelName: 'm', RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' } },
      ],
    })
  })

  const serverless = { memorySizeInMB: 1024, maxConcurrency: 1 }
  const dataCapture = { destination: 's3://b/', percentage: 1 }
  it.each<[Options, string]>([
    [{}, 'There is nothing to host'],
    [{ model: 'm', variants: [] }, 'either a model or variants'],
    [{ variants: [] }, 'There are 0 variants; SageMaker takes 1 to 10'],
    [{ variants: [{ name: 'a b', model: 'm' }] }, 'The variant name "a b" is not legal'],
    [
      {
        variants: [
          { name: 'a', model: 'm' },
          { name: 'a', model: 'n' },
        ],
      },
      'Two variants are called "a"',
    ],
    [{ variants: [{ name: 'a', model: 'm', weight: -1 }] }, 'weight of the variant a is -1'],
    [{ variants: [{ name: 'a', model: 'm', weight: Number.NaN }] }, 'is NaN'],
    [
      { variants: [{ name: 'a', model: 'm', instanceCount: 0 }] },
      'instanceCount of the variant a is 0; SageMaker takes whole numbers from 1.',
    ],
    [{ variants: [{ name: 'a', model: 'm' }], instanceCount: 2 }, 'give instanceCount in each'],
    [
      { variants: [{ name: 'a', model: 'm' }], sdkOptions: { variant: {} } },
      'give sdkOptions in each',
    ],
    [{ model: 'm', serverless, instanceType: 'ml.m5.large' }, 'either serverless or instanceType'],
    [{ model: 'm', serverless, instanceCount: 1 }, 'either serverless or instanceCount'],
    [{ model: 'm', serverless: { ...serverless, memorySizeInMB: 1500 } }, 'is 1500; give 1024'],
    [{ model: 'm', serverless: { ...serverless, maxConcurrency: 201 } }, 'numbers 1 to 200'],
    [
      { model: 'm', serverless: { ...serverless, provisionedConcurrency: 2 } },
      'provisionedConcurrency is 2; SageMaker takes whole numbers 1 to 1.',
    ],
    // @ts-expect-error: no machine of SageMaker
    [{ model: 'm', instanceType: 'local' }, 'instanceType "local" is not legal'],
    [{ model: 'm', instanceCount: 1.5 }, 'instanceCount is 1.5'],
    [{ model: 'm', volumeSizeInGB: 513 }, 'whole numbers 1 to 512.'],
    [{ model: 'm', startupHealthCheckTimeoutInSeconds: 59 }, 'whole numbers 60 to 3600.'],
    [{ model: 'm', modelDataDownloadTimeoutInSeconds: 3601 }, 'whole numbers 60 to 3600.'],
    [{ model: 'm', kmsKeyId: 'a key' }, 'kmsKeyId "a key" is not legal'],
    [{ model: 'm', dataCapture: { ...dataCapture, destination: '/tmp' } }, 'give an s3:// address'],
    [{ model: 'm', dataCapture: { ...dataCapture, destination: 's3://' } }, 'not an S3 address'],
    [
      { model: 'm', dataCapture: { ...dataCapture, destination: `s3://b/${'k'.repeat(506)}` } },
      'at most 512 characters',
    ],
    [{ model: 'm', dataCapture: { ...dataCapture, percentage: 101 } }, 'at most 100'],
    [{ model: 'm', dataCapture: { ...dataCapture, capture: [] } }, 'give input, output or both'],
    [{ model: 'm', dataCapture: { ...dataCapture, csvContentTypes: [] } }, 'takes 1 to 10.'],
    [
      { model: 'm', dataCapture: { ...dataCapture, jsonContentTypes: ['text/csv; header=1'] } },
      '"text/csv; header=1" in dataCapture.jsonContentTypes',
    ],
  ])('refuses %j', (options, words) => {
    expect(() => specOf(options)).toThrow(
      expect.objectContaining({
        code: 'invalid-option',
        message: expect.stringContaining(words),
      }),
    )
  })
})
