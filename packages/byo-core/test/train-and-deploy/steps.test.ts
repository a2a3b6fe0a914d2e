import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import {
  cleanUp,
  createLedger,
  createModel,
  deployEndpoint,
  publishImage,
  startTraining,
  uploadChannel,
} from '../../src/index.ts'
import { formatS3Uri } from '../../src/naming/s3-uri.ts'
import { s3ArnOf } from '../../src/session/arn.ts'
import { prefixOf, startAwsSession } from '../support/aws-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const program = fileURLToPath(new URL('../fixtures/mean-model.mjs', import.meta.url))

describe('the steps, one by one', () => {
  it('lead from a program and data to predictions, and all that they made can be removed, on AWS as on a local SageMaker [G104]', async () => {
    using folder = temporaryFolder({ 'data.csv': '1\n3\n' })
    await using aws = await startAwsSession()
    const { session } = aws
    const ledger = createLedger()
    const name = prefixOf(session)
    const objects = formatS3Uri({ bucket: await session.bucket(), key: `byo/${name}/` })
    ledger.add({ kind: 's3-objects', name: objects, arn: `${s3ArnOf(session, objects)}*` })
    try {
      const image = await publishImage(session, { program, repository: `byo/${name}`, ledger })
      const train = await uploadChannel(session, join(folder.path, 'data.csv'), {
        prefix: `byo/${name}/data`,
      })
      const job = await startTraining(session, {
        image,
        channels: { train },
        outputPath: objects.slice(0, -1),
        jobName: name,
        ledger,
      })
      const lines: string[] = []
      for await (const { message } of job.logs()) lines.push(message)
      const { modelDataUri } = await job.wait()
      const model = await createModel(session, { image, modelDataUri, name, ledger })
      {
        await using endpoint = await deployEndpoint(session, { model, name })
        const prediction = await endpoint.predict('7\n8\n')

        expect(prediction.numbers()).toEqual([2, 2])
      }
      expect(lines).toContain('mean=2')
      expect(modelDataUri).toBe(`${objects}${name}/output/model.tar.gz`)
    } finally {
      const { removed } = await cleanUp(session, ledger.resources)
      expect(removed.length).toBeGreaterThan(3)
    }
  })
})
