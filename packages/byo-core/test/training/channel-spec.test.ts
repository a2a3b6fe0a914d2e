import { describe, expect, it } from 'vitest'
import type { ChannelOptions } from '../../src/index.ts'
import { channelSpecs } from '../../src/training/channel-spec.ts'

const uri = 's3://b/train/'

describe('channelSpecs', () => {
  it('passes on what is chosen for each channel', () => {
    expect(
      channelSpecs(
        {
          plain: uri,
          lines: {
            uri: 's3://b/list.jsonl',
            s3DataType: 'AugmentedManifestFile',
            attributeNames: ['source-ref', 'label'],
            inputMode: 'Pipe',
            recordWrapper: 'RecordIO',
            compression: 'Gzip',
            contentType: 'image/png',
            distribution: 'ShardedByS3Key',
          },
        },
        'FastFile',
      ),
    ).toEqual([
      {
        ChannelName: 'plain',
        DataSource: {
          S3DataSource: {
            S3DataType: 'S3Prefix',
            S3Uri: uri,
            S3DataDistributionType: 'FullyReplicated',
          },
        },
      },
      {
        ChannelName: 'lines',
        InputMode: 'Pipe',
        ContentType: 'image/png',
        CompressionType: 'Gzip',
        RecordWrapperType: 'RecordIO',
        DataSource: {
          S3DataSource: {
            S3DataType: 'AugmentedManifestFile',
            S3Uri: 's3://b/list.jsonl',
            S3DataDistributionType: 'ShardedByS3Key',
            AttributeNames: ['source-ref', 'label'],
          },
        },
      },
    ])
  })

  it("goes by the job's input mode where the channel has none", () => {
    const channels = { train: { uri, compression: 'Gzip' } } as const

    expect(channelSpecs(channels, 'Pipe')).toHaveLength(1)
    expect(() => channelSpecs(channels, 'File')).toThrow(
      `The channel "train" has compression 'Gzip', which SageMaker takes with the inputMode Pipe only; it is File.`,
    )
  })

  const many = Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`c${i}`, uri]))

  it.each<[Record<string, string | ChannelOptions>, string]>([
    [many, '21 channels; SageMaker takes at most 20'],
    [{ 'a b': uri }, '"a b" is not legal: use letters'],
    [{ '': uri }, '0 characters; SageMaker takes 1 to 64'],
    [{ a: 'iris.csv' }, 'send it there with uploadChannel first'],
    [{ a: `s3://b/${'x'.repeat(1024)}` }, 'SageMaker takes at most 1024'],
    [{ a: { uri, contentType: 'x'.repeat(257) } }, 'SageMaker takes at most 256'],
    [{ a: { uri, recordWrapper: 'RecordIO' } }, 'the inputMode Pipe only; it is File'],
    [
      { a: { uri, s3DataType: 'AugmentedManifestFile', attributeNames: ['x'] } },
      'the inputMode Pipe only; it is File',
    ],
    [
      { a: { uri, s3DataType: 'ManifestFile', inputMode: 'FastFile' } },
      'the inputMode File or Pipe only; it is FastFile',
    ],
    [
      { a: { uri, s3DataType: 'AugmentedManifestFile', inputMode: 'Pipe' } },
      'without attributeNames',
    ],
    [{ a: { uri, attributeNames: ['x'] } }, 'only an AugmentedManifestFile has'],
    [
      {
        a: {
          uri,
          s3DataType: 'AugmentedManifestFile',
          inputMode: 'Pipe',
          attributeNames: Array(17).fill('x'),
        },
      },
      '17 attributeNames of the channel "a"; SageMaker takes 1 to 16',
    ],
  ])('refuses %j', (channels, words) => {
    expect(() => channelSpecs(channels, 'File')).toThrow(
      expect.objectContaining({ code: 'invalid-option', message: expect.stringContaining(words) }),
    )
  })
})
