import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatS3Uri, isS3Uri, joinKey, parseS3Uri } from '../../src/naming/s3-uri.ts'

describe('S3 addresses', () => {
  it('are the same after being written and read', () => {
    const bucket = fc.stringMatching(/^[a-z0-9.-]{3,20}$/)
    fc.assert(
      fc.property(bucket, fc.string(), (name, key) => {
        expect(parseS3Uri(formatS3Uri({ bucket: name, key }))).toEqual({ bucket: name, key })
      }),
    )
  })

  it('may lack a key', () => {
    expect(parseS3Uri('s3://data')).toEqual({ bucket: 'data', key: '' })
  })

  it('need a bucket', () => {
    expect(() => parseS3Uri('s3:///key')).toThrow('is not an S3 address')
  })

  it('are told from paths', () => {
    expect(isS3Uri('s3://a/b')).toBe(true)
    expect(isS3Uri('./s3://a')).toBe(false)
  })

  it('have keys joined by single slashes', () => {
    expect(joinKey('/a/', '', 'b/c/')).toBe('a/b/c')
  })
})
