import { describe, expect, it } from 'vitest'
import { chooseManifest, fittingManifest } from '../../src/image/pushed-manifest.ts'

const docker = 'application/vnd.docker.distribution.manifest.v2+json'
const oci = 'application/vnd.oci.image.manifest.v1+json'
const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: 'c', size: 1 }

const entry = (os: string, architecture: string, digest: string) => ({
  mediaType: oci,
  digest,
  size: 1,
  platform: { os, architecture },
})

describe('chooseManifest', () => {
  const manifests = [
    entry('unknown', 'unknown', 'attestation'),
    entry('linux', 'arm64', 'arm'),
    entry('linux', 'amd64', 'amd'),
  ]

  it('takes the one for the platform, wherever it stands', () => {
    expect(chooseManifest(manifests, 'linux/amd64')).toBe('amd')
    expect(chooseManifest(manifests, 'linux/arm64')).toBe('arm')
  })

  it('names the platforms that there are, where it is none of them', () => {
    expect(() => chooseManifest(manifests.slice(0, 2), 'linux/amd64')).toThrow(
      'it is for linux/arm64, not for linux/amd64',
    )
    expect(() => chooseManifest(manifests.slice(0, 1), 'linux/amd64')).toThrow('for no platform')
  })
})

describe('fittingManifest', () => {
  it('leaves a Docker manifest as it is, byte for byte [G048]', () => {
    const text = `{ "schemaVersion": 2,\n"config": ${JSON.stringify(config)}, "layers": []}`

    expect(fittingManifest(text, docker).text).toBe(text)
  })

  it.each([
    ['application/vnd.oci.image.layer.v1.tar+zstd', 'wants gzip'],
    ['application/vnd.oci.image.layer.v1.tar', 'wants gzip'],
  ])('refuses a layer of the type %s', (mediaType, words) => {
    const text = JSON.stringify({ config, layers: [{ mediaType, digest: 'l', size: 1 }] })

    expect(() => fittingManifest(text, oci)).toThrow(words)
  })

  it('refuses what is no image', () => {
    expect(() => fittingManifest('{}', oci)).toThrow('has no configuration')
  })
})
