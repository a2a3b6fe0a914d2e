import { capabilityLabels } from '@byo/container-kit/contract'
import { describe, expect, it } from 'vitest'
import { createEndpoint, invoke, waitForEndpoint } from '../../support/endpoints.ts'
import { type PlatformUnderTest, readLog, usePlatform } from '../../support/with-platform.ts'

const opened = usePlatform()
const { acceptBindToPort } = capabilityLabels

/** Creates a model of several steps, each a container. */
function createPipeline(
  test: PlatformUnderTest,
  containers: readonly object[],
  changes: object = {},
): Promise<unknown> {
  const Image = test.images.addProgram('appends', acceptBindToPort)
  return test.sageMaker('CreateModel', {
    ModelName: 'pipeline',
    Containers: containers.map((container, i) => ({
      Image,
      Environment: { NAME: `step${i + 1}` },
      ...container,
    })),
    ...changes,
  })
}

/** Brings up an endpoint of a model of several steps. */
async function servePipeline(
  test: PlatformUnderTest,
  containers: readonly object[],
  changes: object = {},
): Promise<void> {
  await createPipeline(test, containers, changes)
  await createEndpoint(test, [{ ModelName: 'pipeline' }])
  expect((await waitForEndpoint(test)).EndpointStatus).toBe('InService')
}

const typed = { 'content-type': 'text/csv', accept: 'text/plain' }

describe('a model of several containers', () => {
  it('sends what one answers to the next, and only the last what the caller accepts', async () => {
    const test = opened()
    await servePipeline(test, [{}, {}, {}])

    const { text, headers } = await invoke(test, { body: 'row', headers: typed })
    expect(text).toBe(
      'row | step1 got text/csv, wants undefined | step2 got text/step1, wants undefined | step3 got text/step2, wants text/plain',
    )
    expect(headers['content-type']).toBe('text/step3')
  })

  it('says which container has failed, and goes no further', async () => {
    const test = opened()
    await servePipeline(test, [{}, {}, {}])

    await expect(invoke(test, { body: 'fail step2' })).rejects.toMatchObject({
      code: 'ModelError',
      message: expect.stringContaining('Received client error (400) from container-2 with message'),
      members: { OriginalMessage: expect.not.stringContaining('step3') },
    })
  })

  it('gives each container a log stream of its own, by its name', async () => {
    const test = opened()
    await servePipeline(test, [{ ContainerHostname: 'first' }, { ContainerHostname: 'second' }])
    const logGroupName = '/aws/sagemaker/Endpoints/endpoint'
    const { logStreams } = await test.logs('DescribeLogStreams', { logGroupName })

    const names = logStreams.map(({ logStreamName }: { logStreamName: string }) => logStreamName)
    expect(names).toEqual([
      expect.stringMatching(/^variant-0\/i-[0-9a-f]{17}\/first$/),
      expect.stringMatching(/^variant-0\/i-[0-9a-f]{17}\/second$/),
    ])
    expect(await readLog(test, logGroupName)).toEqual(['I am step1', 'I am step2'])
  })

  it('calls the one that is named where they are called directly', async () => {
    const test = opened()
    const named = [{ ContainerHostname: 'first' }, { ContainerHostname: 'second' }]
    await servePipeline(test, named, { InferenceExecutionConfig: { Mode: 'Direct' } })
    const call = (hostname: string) =>
      invoke(test, {
        body: 'row',
        headers: { ...typed, 'x-amzn-sagemaker-target-container-hostname': hostname },
      })

    expect((await call('second')).text).toBe('row | step2 got text/csv, wants text/plain')
    await expect(call('third')).rejects.toMatchObject({ code: 'ValidationError' })
    await expect(invoke(test)).rejects.toMatchObject({
      code: 'ValidationError',
      message: expect.stringContaining('target container hostname'),
    })
  })

  it('fails as a whole when one of its containers does not come up', async () => {
    const test = opened()
    const exits = test.images.addProgram('serve-exits', acceptBindToPort)
    await createPipeline(test, [{}, { Image: exits }])
    await createEndpoint(test, [{ ModelName: 'pipeline' }])

    expect(await waitForEndpoint(test)).toMatchObject({
      EndpointStatus: 'Failed',
      FailureReason: expect.stringMatching(/^CannotStartContainerError.*container-2.*exit code 7/),
    })
  })
})

describe('CreateModel of several containers', () => {
  it('is described as it was made', async () => {
    const test = opened()
    await createPipeline(test, [{}, {}])
    const model = await test.sageMaker('DescribeModel', { ModelName: 'pipeline' })

    expect(model.Containers).toMatchObject([{ Mode: 'SingleModel' }, { Mode: 'SingleModel' }])
    expect(model).not.toHaveProperty('PrimaryContainer')
  })

  it('refuses what cannot be one', async () => {
    const test = opened()
    const Image = test.images.addProgram('serves')
    await expect(createPipeline(test, [{}, { Image }])).rejects.toThrow(
      `Your Ecr Image ${Image} does not contain required ${acceptBindToPort}=true Docker label(s).`,
    )
    const named = { ContainerHostname: 'same' }
    await expect(createPipeline(test, [named, {}])).rejects.toThrow('all containers or for none')
    await expect(createPipeline(test, [named, named])).rejects.toThrow('must be unique')
    await expect(createPipeline(test, Array(16).fill({}))).rejects.toMatchObject({
      code: 'ValidationException',
      message: expect.stringContaining("at 'containers' failed to satisfy constraint"),
    })
    await expect(createPipeline(test, [])).rejects.toThrow('at least one container')
    await expect(createPipeline(test, [{}, {}], { PrimaryContainer: { Image } })).rejects.toThrow(
      'not both',
    )
  })
})
