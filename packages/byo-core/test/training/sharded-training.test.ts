import { join } from 'node:path'
import { expect, it } from 'vitest'
import { publishImage, startTraining, uploadChannel } from '../../src/index.ts'
import { startLocalSession } from '../support/local-session.ts'
import { meanProgram } from '../support/mean-models.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

it('gives each of several machines its share of the objects', async () => {
  using folder = temporaryFolder({ 'in/a.csv': '1\n', 'in/b.csv': '5\n', 'in/c.csv': '9\n' })
  await using aws = await startLocalSession()
  const { session } = aws
  const image = await publishImage(session, { program: meanProgram, repository: 'mean' })
  const { uri } = await uploadChannel(session, join(folder.path, 'in'), { prefix: 'in' })

  const job = await startTraining(session, {
    image,
    channels: { train: { uri, distribution: 'ShardedByS3Key' } },
    instanceCount: 3,
  })
  await job.wait()

  const means: string[] = []
  for await (const { message } of job.logs()) if (/^mean=/.test(message)) means.push(message)
  expect(means.sort()).toEqual(['mean=1', 'mean=5', 'mean=9'])
})
