import { describe, expect, it } from 'vitest'
import { attachEndpoint, deployEndpoint } from '../../src/index.ts'
import { awsError, startFakeAws } from '../support/fake-aws.ts'
import { startLocalSession } from '../support/local-session.ts'
import { meanModels } from '../support/mean-models.ts'

describe('attachEndpoint', () => {
  it('predicts, updates and leaves the endpoint up at the end of the block', async () => {
    await using aws = await startLocalSession()
    const makeModel = await meanModels(aws.session)
    const [one, two] = [await makeModel('one', 1), await makeModel('two', 2)]
    await using made = await deployEndpoint(aws.session, { model: one, name: 'e' })

    {
      await using endpoint = await attachEndpoint(aws.session, 'e')
      expect(endpoint).toMatchObject({ name: 'e', arn: made.arn, resources: [] })
      expect((await endpoint.predict('x')).numbers()).toEqual([1])
      const { configName, cleanUp } = await endpoint.update({ model: two })
      expect(cleanUp.removed).toEqual([])
      expect(endpoint.resources).toMatchObject([{ kind: 'endpoint-config', name: configName }])
    }

    expect((await made.predict('x')).numbers()).toEqual([2])
  })

  it.each([false, true])(
    'deletes the config that the endpoint has by then, and models when told to: %s [G059]',
    async (deleteModels) => {
      await using aws = await startLocalSession()
      const sageMaker = await aws.session.clients.sageMaker()
      const model = await (await meanModels(aws.session))('one', 1)
      await using made = await deployEndpoint(aws.session, { model, name: 'e' })
      const endpoint = await attachEndpoint(aws.session, 'e', { deleteModels })
      const { configName } = await made.update({ model })

      const report = await endpoint.delete()

      expect(report.removed.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
        'endpoint e',
        `endpoint-config ${configName}`,
        ...(deleteModels ? ['model one'] : []),
      ])
      expect((await sageMaker.listEndpoints({})).Endpoints).toEqual([])
      expect((await sageMaker.listEndpointConfigs({})).EndpointConfigs).toEqual([])
      expect((await sageMaker.listModels({})).Models).toHaveLength(deleteModels ? 0 : 1)
      await expect(endpoint.delete()).resolves.toEqual({ removed: [], leftovers: [] })
    },
  )

  it('deletes a config of its own making once, and leaves the one before', async () => {
    await using aws = await startLocalSession()
    const model = await (await meanModels(aws.session))('one', 1)
    await using _made = await deployEndpoint(aws.session, { model, name: 'e' })
    const endpoint = await attachEndpoint(aws.session, 'e')
    const { configName } = await endpoint.update({ model })

    const report = await endpoint.cleanUp()

    expect(report.removed.map(({ name }) => name)).toEqual(['e', configName])
    expect(endpoint.resources).toEqual([])
  })

  it('takes every spelling of not-found for done, and deletes what an endpoint that is gone left [G059]', async () => {
    const there = {
      body: { EndpointName: 'e', EndpointArn: 'arn:e', EndpointConfigName: 'c' },
    }
    await using aws = await startFakeAws({
      DescribeEndpoint: [
        there,
        awsError('ValidationException', 'Could not find endpoint "arn:e".'),
      ],
      DescribeEndpointConfig: [{ body: { ProductionVariants: [{ ModelName: 'm' }] } }],
      DeleteEndpoint: [awsError('ResourceNotFound', 'no such endpoint')],
      DeleteEndpointConfig: [
        awsError('ValidationException', 'Could not find endpoint configuration "arn:c".'),
      ],
      DeleteModel: [awsError('ValidationException', 'Could not find model "arn:m".')],
    })
    const endpoint = await attachEndpoint(aws.session, 'e', { deleteModels: true })

    const report = await endpoint.delete()

    expect(report.removed.map(({ name }) => name)).toEqual(['e', 'c', 'm'])
  })

  it('knows what stayed behind when it is told to delete again', async () => {
    const there = {
      body: { EndpointName: 'e', EndpointArn: 'arn:e', EndpointConfigName: 'c' },
    }
    const gone = awsError('ValidationException', 'Could not find endpoint "arn:e".')
    await using aws = await startFakeAws({
      DescribeEndpoint: [there, there, gone],
      DeleteEndpoint: [{}],
      DeleteEndpointConfig: [awsError('AccessDeniedException', 'no'), {}],
    })
    const endpoint = await attachEndpoint(aws.session, 'e')

    await expect(endpoint.delete()).rejects.toMatchObject({ code: 'clean-up-incomplete' })
    const report = await endpoint.delete()

    expect(report.removed).toMatchObject([{ kind: 'endpoint-config', name: 'c' }])
  })

  it('tells of an endpoint that is not there', async () => {
    await using aws = await startLocalSession()

    await expect(attachEndpoint(aws.session, 'nope')).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringMatching(/There is no endpoint "nope" in .* Could not find endpoint/),
    })
  })
})
