import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LocalSageMaker, startLocalSageMaker } from '../../../src/index.ts'
import { pythonClients } from '../../support/python-clients.ts'

const run = promisify(execFile)
const bin = pythonClients()
const keys = ['a b+c%20d/ü ☃.txt', '%', 'a//b', 'quote\'s &<>".txt']

/** Puts, lists, copies, tags, presigns and uploads in parts, and prints what it read. */
const script = `
import boto3, io, json, sys, urllib.request
from boto3.s3.transfer import TransferConfig
s3 = boto3.client('s3')
s3.create_bucket(Bucket='boto')
read = {}
for key in json.loads(sys.argv[1]):
    s3.put_object(Bucket='boto', Key=key, Body=key.encode(), Tagging='a=b')
    s3.copy_object(Bucket='boto', Key='copy/' + key, CopySource={'Bucket': 'boto', 'Key': key})
    url = s3.generate_presigned_url('get_object', Params={'Bucket': 'boto', 'Key': key})
    read[key] = [
        s3.get_object(Bucket='boto', Key=key)['Body'].read().decode(),
        s3.get_object(Bucket='boto', Key='copy/' + key)['Body'].read().decode(),
        urllib.request.urlopen(url).read().decode(),
        s3.get_object_tagging(Bucket='boto', Key='copy/' + key)['TagSet'][0]['Value'],
    ]
listed = [one['Key'] for page in s3.get_paginator('list_objects_v2').paginate(Bucket='boto') for one in page['Contents']]
large = bytes(range(256)) * 65536
parts = TransferConfig(multipart_threshold=5 * 1024 ** 2, multipart_chunksize=5 * 1024 ** 2)
s3.upload_fileobj(io.BytesIO(large), 'boto', 'large', Config=parts)
s3.copy({'Bucket': 'boto', 'Key': 'large'}, 'boto', 'large copy', Config=parts)
got = io.BytesIO()
s3.download_fileobj('boto', 'large copy', got, Config=parts)
etag = s3.head_object(Bucket='boto', Key='large copy')['ETag']
bucket = boto3.resource('s3').Bucket('boto')
bucket.objects.all().delete()
made = bucket.creation_date is not None
bucket.delete()
print(json.dumps({'read': read, 'listed': listed, 'same': got.getvalue() == large, 'etag': etag, 'made': made}))
`

describe.skipIf(bin === undefined)('keys of every spelling', () => {
  let local: LocalSageMaker
  let folder: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'byo-keys-'))
    local = await startLocalSageMaker()
  })
  afterAll(async () => {
    await local.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function call(program: string, ...words: string[]): Promise<string> {
    const env = { PATH: process.env.PATH, HOME: folder, AWS_PAGER: '', ...local.env }
    return (await run(join(bin ?? '', program), words, { env })).stdout
  }

  it('round-trip through boto3, with copies, tags, presigned addresses and parts [G110]', async () => {
    const { read, listed, ...others } = JSON.parse(
      await call('python', '-c', script, JSON.stringify(keys)),
    )

    for (const key of keys) expect(read[key]).toEqual([key, key, key, 'b'])
    expect(listed.sort()).toEqual([...keys, ...keys.map((key) => `copy/${key}`)].sort())
    expect(others).toEqual({ same: true, etag: expect.stringMatching(/-4"$/), made: true })
  }, 120_000)

  it('round-trip through the AWS CLI [G110]', async () => {
    await call('aws', 's3', 'mb', 's3://cli')
    for (const [i, key] of keys.entries()) {
      const [file, copy] = [join(folder, `${i}`), join(folder, `${i}-copy`)]
      writeFileSync(file, key)
      await call('aws', 's3', 'cp', file, `s3://cli/${key}`)
      await call('aws', 's3', 'cp', `s3://cli/${key}`, `s3://cli/moved/${key}`)
      await call('aws', 's3', 'cp', `s3://cli/moved/${key}`, copy)

      expect(readFileSync(copy, 'utf8')).toBe(key)
    }
    const { Contents } = JSON.parse(
      await call('aws', 's3api', 'list-objects-v2', '--bucket', 'cli'),
    )

    const listed = Contents.map(({ Key }: { Key: string }) => Key).sort()
    expect(listed).toEqual([...keys, ...keys.map((key) => `moved/${key}`)].sort())
    await call('aws', 's3', 'rb', '--force', 's3://cli')
  }, 240_000)
})
