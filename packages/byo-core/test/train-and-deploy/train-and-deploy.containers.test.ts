import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type StepEvent, trainAndDeploy } from '../../src/index.ts'
import { hasEngine, startContainerSession } from '../support/container-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const program = readFileSync(new URL('../fixtures/mean-model.mjs', import.meta.url))

describe.skipIf(!hasEngine())('trainAndDeploy with a Dockerfile', () => {
  it.each(['process', 'docker'] as const)(
    'builds, pushes, trains and serves with the runner %s, and takes all away again [G048]',
    async (runner) => {
      using folder = temporaryFolder({
        'image/container.mjs': program,
        'image/Dockerfile':
          'ARG BASE\nFROM $BASE\nCOPY container.mjs /opt/program/\nENTRYPOINT ["node", "/opt/program/container.mjs"]\n',
        'data.csv': '1\n3\n',
      })
      await using aws = await startContainerSession(runner)
      const events: StepEvent[] = []

      await using endpoint = await trainAndDeploy({
        session: aws.session,
        dockerfile: join(folder.path, 'image'),
        docker: { buildArgs: { BASE: 'node:24-slim' } },
        trainingData: { train: join(folder.path, 'data.csv') },
        name: 'mean',
        onEvent: (event) => events.push(event),
      })

      expect((await endpoint.predict('7\n8\n')).numbers()).toEqual([2, 2])
      expect(endpoint.imageUri).toMatch(/\/byo\/mean@sha256:[0-9a-f]{64}$/)
      const statuses = events.filter((event) => 'step' in event && event.step === 'image')
      expect(statuses).toMatchObject([
        { type: 'step-started' },
        { type: 'step-status', status: 'Building' },
        { type: 'step-status', status: 'Pushing' },
        { type: 'step-ended', result: { createdRepository: true } },
      ])
      const report = await endpoint.cleanUp()
      expect(report.leftovers).toEqual([])
      const ecr = await aws.session.clients.ecr()
      expect((await ecr.describeRepositories({})).repositories).toEqual([])
    },
    300_000,
  )
})
