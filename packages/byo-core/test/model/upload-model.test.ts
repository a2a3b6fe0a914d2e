import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cleanUp, createLedger, downloadModel, uploadModel } from '../../src/index.ts'
import { startFakeAws } from '../support/fake-aws.ts'
import { startLocalSession } from '../support/local-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('uploadModel', () => {
  it('sends what downloadModel brings back, once for the same content', async () => {
    using folder = temporaryFolder({ 'a.txt': 'one', 'b/c.txt': 'two' })
    using target = temporaryFolder()
    await using aws = await startLocalSession()
    const ledger = createLedger()

    const first = await uploadModel(aws.session, folder.path, { ledger })
    const second = await uploadModel(aws.session, folder.path, { ledger })

    const bucket = await aws.session.bucket()
    expect(first).toEqual({
      uri: `s3://${bucket}/byo/models/${first.digest}/model.tar.gz`,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      isNew: true,
      files: 2,
      bytes: 6,
    })
    expect(second).toEqual({ ...first, isNew: false })
    expect(await downloadModel(aws.session, first.uri, target.path)).toEqual(['a.txt', 'b/c.txt'])
    expect(ledger.resources.map(({ name }) => name)).toEqual([first.uri])
    await cleanUp(aws.session, ledger.resources)
    expect((await uploadModel(aws.session, folder.path)).isNew).toBe(true)
  })

  it('sends a large model in parts', async () => {
    using folder = temporaryFolder({ 'weights.bin': '' })
    using target = temporaryFolder()
    const random = new Uint8Array(12 * 1024 * 1024)
    for (let i = 0; i < random.length; i += 1) random[i] = (i * 2654435761) >>> (i % 24)
    writeFileSync(join(folder.path, 'weights.bin'), random)
    const operations: string[] = []
    const onRequest = ({ operation }: { operation: string }) => operations.push(operation)
    await using aws = await startLocalSession({}, { onRequest })

    const { uri } = await uploadModel(aws.session, folder.path, { prefix: '/my/models/' })

    expect(uri).toMatch(/\/my\/models\/[0-9a-f]{64}\/model.tar.gz$/)
    await expect(downloadModel(aws.session, uri, target.path)).resolves.toEqual(['weights.bin'])
    expect(readFileSync(join(target.path, 'weights.bin')).equals(random)).toBe(true)
    expect(operations.filter((operation) => operation === 'UploadPart').length).toBeGreaterThan(1)
  })

  it('leaves no object of a folder that changes while it is sent', async () => {
    using folder = temporaryFolder({ a: 'one' })
    await using aws = await startFakeAws({})
    const ledger = createLedger()
    // The look for the archive comes between reading the folder and sending it.
    const session = {
      ...aws.session,
      bucket: async () => {
        truncateSync(join(folder.path, 'a'))
        return 'bucket'
      },
    }

    await expect(uploadModel(session, folder.path, { ledger })).rejects.toMatchObject({
      code: 'upload-corrupted',
    })
    expect(aws.requests.filter(({ operation }) => /^(PUT|POST)/.test(operation))).toEqual([])
  })

  it('sends it where it may not look', async () => {
    using folder = temporaryFolder({ a: 'one' })
    const error = { code: 'AccessDenied', statusCode: 403 }
    await using aws = await startLocalSession({}, { faults: [{ operation: 'HeadObject', error }] })

    await expect(uploadModel(aws.session, folder.path)).resolves.toMatchObject({ isNew: true })
  })

  it('sends nothing once it is aborted', async () => {
    using folder = temporaryFolder({ a: 'one' })
    await using aws = await startFakeAws({})

    await expect(
      uploadModel(aws.session, folder.path, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'aborted' })
    expect(aws.requests).toEqual([])
  })
})
