import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  type DeployModelOptions,
  deployModel,
  publishImage,
  type StepEvent,
} from '../../src/index.ts'
import type { Session } from '../../src/session/session.ts'
import { nothing, takeInventory } from '../support/inventory.ts'
import { startLocalSession } from '../support/local-session.ts'
import { meanProgram } from '../support/mean-models.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** A model that predicts 7, or that misbehaves when it's served. */
function modelFolder(misbehave = 'no') {
  return temporaryFolder({ 'mean.json': JSON.stringify({ mean: 7, misbehave }) })
}

function optionsFor(session: Session, modelDir: string): DeployModelOptions {
  return { session, program: meanProgram, modelDir, name: 'mean' }
}

describe('deployModel', () => {
  it('takes a program and a folder to an endpoint that predicts, and sends the folder once', async () => {
    using folder = modelFolder()
    await using aws = await startLocalSession()
    const events: StepEvent[] = []
    const onEvent = (event: StepEvent) => events.push(event)

    await using first = await deployModel({ ...optionsFor(aws.session, folder.path), onEvent })
    const sent = events.splice(0)
    await using second = await deployModel({ ...optionsFor(aws.session, folder.path), onEvent })

    expect((await first.predict('x')).numbers()).toEqual([7])
    expect((await second.predict('x')).numbers()).toEqual([7])
    expect(first.name).toMatch(/^mean-\d{8}-\d{6}-\w{8}$/)
    expect(second.modelDataUri).toBe(first.modelDataUri)
    const ended = (list: StepEvent[]) =>
      list.flatMap((event) => (event.type === 'step-ended' ? [event] : []))
    expect(ended(sent).map(({ step }) => step)).toEqual([
      'session',
      'image',
      'archive',
      'model',
      'endpoint',
    ])
    expect(ended(sent)[2]?.result).toMatchObject({ isNew: true, files: 1 })
    expect(ended(events)[2]?.result).toMatchObject({ isNew: false, uri: first.modelDataUri })
    await second.cleanUp()
    expect((await first.predict('x')).numbers()).toEqual([7])
    await first.cleanUp()
    expect(await takeInventory(aws.session)).toEqual(nothing)
  })

  it('takes an image and an archive that are there, and leaves both', async () => {
    using folder = modelFolder()
    await using aws = await startLocalSession()
    const image = await publishImage(aws.session, { program: meanProgram, repository: 'mean' })
    const kept = await deployModel({ ...optionsFor(aws.session, folder.path), keep: true })
    await kept.delete()

    const { modelDataUri } = kept
    await using endpoint = await deployModel({
      session: aws.session,
      image,
      modelData: modelDataUri,
      hosting: { environment: { A: '1' }, networkIsolation: true, instanceCount: 2 },
      tags: { project: 'iris' },
    })

    expect((await endpoint.predict('x')).numbers()).toEqual([7])
    expect(endpoint.imageUri).toBe(image.uri)
    const sageMaker = await aws.session.clients.sageMaker()
    const ModelName = endpoint.name
    await expect(sageMaker.describeModel({ ModelName })).resolves.toMatchObject({
      EnableNetworkIsolation: true,
      PrimaryContainer: { Environment: { A: '1' }, ModelDataUrl: modelDataUri },
    })
    const report = await endpoint.cleanUp()
    expect(report.removed.map(({ kind }) => kind)).toEqual(['endpoint', 'endpoint-config', 'model'])
  })

  it('leaves nothing of an endpoint that does not come up, and says why [G054]', async () => {
    using folder = modelFolder('crash-when-serving')
    await using aws = await startLocalSession()

    await expect(deployModel(optionsFor(aws.session, folder.path))).rejects.toMatchObject({
      code: 'endpoint-failed',
      message: expect.stringContaining('last wrote "cannot load the model"'),
      cleanUp: { leftovers: [] },
    })
    expect(await takeInventory(aws.session)).toEqual(nothing)
  })

  it.each(['session', 'image', 'archive', 'model', 'endpoint'] as const)(
    'leaves nothing when it is aborted as the step %s starts',
    async (step) => {
      using folder = modelFolder()
      await using aws = await startLocalSession()
      const controller = new AbortController()

      const abandoned = deployModel({
        ...optionsFor(aws.session, folder.path),
        signal: controller.signal,
        onEvent: (event) => {
          if (event.type === 'step-started' && event.step === step) controller.abort()
        },
      })

      await expect(abandoned).rejects.toMatchObject({ code: 'aborted' })
      expect(await takeInventory(aws.session)).toEqual(nothing)
    },
  )

  it('tells of an archive that is not there before it makes anything', async () => {
    await using aws = await startLocalSession()

    await expect(
      deployModel({
        session: aws.session,
        program: meanProgram,
        modelData: `s3://${await aws.session.bucket()}/nope.tar.gz`,
      }),
    ).rejects.toMatchObject({ code: 'model-data-not-found' })
    expect(await takeInventory(aws.session)).toEqual(nothing)
  })

  it('finds wrong options before it asks AWS anything', async () => {
    using folder = temporaryFolder({ 'model/a': '1', secret: 's' })
    mkdirSync(join(folder.path, 'linked'))
    symlinkSync('../secret', join(folder.path, 'linked/link'))
    writeFileSync(join(folder.path, 'file'), '')
    const modelDir = join(folder.path, 'model')
    const wrong: [Partial<DeployModelOptions>, string][] = [
      [{ program: 'nope.mjs' }, 'program-not-found'],
      [{ image: 'i' }, 'invalid-option'],
      [{ modelDir: undefined }, 'invalid-option'],
      [{ modelData: 's3://b/m.tar.gz' }, 'invalid-option'],
      [{ modelDir: undefined, modelData: 'model.tar.gz' }, 'invalid-option'],
      [{ modelDir: 'nope' }, 'data-not-found'],
      [{ modelDir: join(folder.path, 'file') }, 'data-not-found'],
      [{ modelDir: join(folder.path, 'linked') }, 'invalid-option'],
      [{ hosting: { instanceCount: 0 } }, 'invalid-option'],
      [{ hosting: { environment: { '1A': '' } } }, 'invalid-option'],
      [{ hosting: { vpc: { subnets: [], securityGroupIds: [] } } }, 'invalid-option'],
    ]
    const clientConfig = { region: 'eu-west-1', endpoint: 'http://127.0.0.1:9' }
    const events: StepEvent[] = []

    for (const [options, code] of wrong) {
      await expect(
        deployModel({
          program: meanProgram,
          modelDir,
          clientConfig,
          onEvent: (event) => events.push(event),
          ...options,
        }),
        JSON.stringify(options),
      ).rejects.toMatchObject({ code })
    }
    expect(events).toEqual([])
  })
})
