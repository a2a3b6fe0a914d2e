import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { transform } from '../../src/index.ts'
import { prefixOf, startAwsSession } from '../support/aws-session.ts'
import { batchProgram, collect } from '../support/batch-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('transform', () => {
  it('leads from a program, a model and files to rows, and takes all away again, on AWS as on a local SageMaker [G104]', async () => {
    using folder = temporaryFolder({ 'model/m': '1', 'in/b.csv': 'c\n', 'in/a.csv': 'a\nb\n' })
    await using aws = await startAwsSession()
    const name = prefixOf(aws.session)

    const results = await transform({
      session: aws.session,
      program: batchProgram,
      modelDir: join(folder.path, 'model'),
      input: join(folder.path, 'in'),
      name,
    })
    try {
      expect(await collect(results.rows())).toEqual([['A'], ['B'], ['C']])
      expect(results.job.objects?.map(({ path }) => path)).toEqual(['a.csv', 'b.csv'])
    } finally {
      const { removed } = await results.cleanUp()
      expect(removed.map(({ kind }) => kind).sort()).toEqual([
        'image',
        'image-repository',
        's3-objects',
        's3-objects',
        'transform-job',
      ])
    }
  })
})
