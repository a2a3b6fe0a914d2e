import { describe, expect, it } from 'vitest'
import {
  type ImageFacts,
  type ImageUse,
  imageProblem,
} from '../../../src/image/check/image-problem.ts'
import { dockerManifest } from '../../../src/image/manifest.ts'

const fine: ImageFacts = {
  mediaType: dockerManifest,
  config: { os: 'linux', architecture: 'amd64', config: { Entrypoint: ['node', '/a.mjs'] } },
  compressedBytes: 100,
}
const instanceTypes = ['ml.m5.large']
const hosting: ImageUse = { commands: ['serve'], labels: [], isHosted: true, instanceTypes }
const training: ImageUse = { commands: ['train'], labels: [], isHosted: false, instanceTypes }
const overridden: ImageUse = { commands: [], labels: [], isHosted: false, instanceTypes: [] }
const manyModels: ImageUse = { ...hosting, labels: ['many', 'port'] }
const oci = 'application/vnd.oci.image.manifest.v1+json'
const shell = { ...fine.config, config: { Entrypoint: ['/bin/sh', '-c', 'node a.mjs'] } }
const arm = { ...fine.config, architecture: 'arm64' }

describe('imageProblem', () => {
  it.each([
    [fine, hosting],
    [fine, training],
    [{ ...fine, mediaType: oci }, training],
    [{ ...fine, compressedBytes: 10 * 1024 ** 3 }, hosting],
    [{ ...fine, compressedBytes: 20 * 1024 ** 3 }, training],
    [
      { ...fine, config: arm },
      { ...hosting, instanceTypes: ['ml.c7g.large'] },
    ],
    [
      { ...fine, config: arm },
      { ...hosting, instanceTypes: [] },
    ],
    [{ ...fine, config: shell }, overridden],
    [{ ...fine, config: { config: { Entrypoint: ['/bin/sh', '/run.sh'] } } }, hosting],
    [
      { ...fine, config: { config: { Entrypoint: ['sh', '-c', 'exec node a "$@"', 'a'] } } },
      hosting,
    ],
    [{ ...fine, config: { config: { Entrypoint: null } } }, hosting],
    [{ ...fine, config: undefined }, hosting],
    [{ ...fine, config: { config: { Labels: { many: 'true', port: 'true' } } } }, manyModels],
  ] as const)('finds none in %j for %j', (facts, use) => {
    expect(imageProblem(facts, use)).toBeUndefined()
  })

  it.each([
    [
      { ...fine, mediaType: 'application/vnd.oci.image.index.v1+json' },
      training,
      /index of images for several platforms.*--platform linux\/amd64 --provenance=false/,
    ],
    [
      { ...fine, mediaType: oci },
      hosting,
      /oci\.image\.manifest.*oci-mediatypes=false.*publishImage/,
    ],
    [
      { ...fine, config: { config: { Labels: { many: 'yes', port: 'true' } } } },
      manyModels,
      /lacks the label many=true, .*labels: \{ 'many': 'true' \}.*LABEL many=true in/,
    ],
    [
      { ...fine, config: { config: { Labels: null } } },
      manyModels,
      /many=true port=true, .*\{ 'many': 'true', 'port': 'true' \}/,
    ],
    [{ ...fine, config: arm }, training, /linux\/arm64, and ml\.m5\.large is an x86-64 machine/],
    [fine, { ...hosting, instanceTypes: ['ml.c7g.large'] }, /Graviton.*--platform linux\/arm64/],
    [{ ...fine, config: { os: 'windows' } }, hosting, /windows\/amd64.*--platform linux\/amd64/],
    [{ ...fine, config: shell }, hosting, /"node a\.mjs".*"serve".*SIGTERM.*ENTRYPOINT \["node"/],
    [{ ...fine, config: shell }, training, /SageMaker's "train"/],
  ] as const)('names what is wrong with %j for %j, and the fix', (facts, use, text) => {
    expect(imageProblem(facts, use)).toMatchObject({
      code: 'image-refused',
      text: expect.stringMatching(text),
    })
  })

  it('names the size of one that is too large to be served', () => {
    expect(imageProblem({ ...fine, compressedBytes: 10.5 * 1024 ** 3 }, hosting)).toMatchObject({
      code: 'image-too-large',
      text: expect.stringMatching(/^has 10\.5 GB compressed.*up to 10 GB/),
    })
  })
})
