import { describe, expect, it } from 'vitest'
import { readRows } from '../../src/transform/read-rows.ts'
import { collect } from '../support/batch-session.ts'

async function* linesOf(...lines: string[]) {
  yield* lines
}

describe('readRows', () => {
  it('reads cells that go over lines, and leaves out blank lines', async () => {
    const lines = linesOf('1,2', '', '"a', '', 'b","c""', 'd",e', '3,', '5" pipe,x')
    expect(await collect(readRows(lines, 's3://b/o'))).toEqual([
      ['1', '2'],
      ['a\n\nb', 'c"\nd', 'e'],
      ['3', ''],
      ['5" pipe', 'x'],
    ])
  })

  it('tells of a quote that is never closed, and where', async () => {
    await expect(collect(readRows(linesOf('1', '"a', 'b'), 's3://b/o'))).rejects.toMatchObject({
      code: 'prediction-unreadable',
      message: expect.stringContaining('s3://b/o has a quote that is never closed: "a'),
    })
  })
})
