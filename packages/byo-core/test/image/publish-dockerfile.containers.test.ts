import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { createLedger, type ImageProgress, publishImage } from '../../src/index.ts'
import { hasEngine, startContainerSession } from '../support/container-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json'

const files = {
  Dockerfile: `ARG BASE=node:24-slim
FROM $BASE AS first
ARG WORD=none
ENV WORD=$WORD
COPY a /a
ENTRYPOINT ["node", "/a"]
FROM first
ENV WORD=last
`,
  a: 'a',
}

/** Names that the engine still has for what was pushed. */
function passingNames(): string[] {
  const names = execFileSync('docker', ['images', '--format', '{{.Repository}}:{{.Tag}}'])
  return names
    .toString()
    .split('\n')
    .filter((name) => name.includes('/containers-test:byo-push-'))
}

describe.skipIf(!hasEngine())('publishImage with an engine', () => {
  // Podman's own command pushes OCI images; the same engine behind Docker's API pushes Docker's.
  it.for(['docker', 'podman'])(
    'builds with %s, and leaves a single Docker v2 image for linux/amd64 in ECR [G048] [S83] [S84]',
    { timeout: 300_000 },
    async (dockerCommand, context) => {
      if (!hasEngine(dockerCommand)) context.skip(`there is no ${dockerCommand}`)
      using folder = temporaryFolder(files)
      await using aws = await startContainerSession()
      const seen: ImageProgress[] = []

      const image = await publishImage(aws.session, {
        dockerfile: folder.path,
        repository: 'containers-test',
        buildArgs: { WORD: 'a word' },
        labels: { label: 'its value' },
        target: 'first',
        dockerCommand,
        onProgress: (progress) => seen.push(progress),
      })

      const ecr = await aws.session.clients.ecr()
      const { imageDetails = [] } = await ecr.describeImages({ repositoryName: 'containers-test' })
      expect(imageDetails).toMatchObject([
        {
          imageDigest: image.digest,
          imageTags: [image.tag],
          imageManifestMediaType: dockerManifest,
        },
      ])
      const { images = [] } = await ecr.batchGetImage({
        repositoryName: 'containers-test',
        imageIds: [{ imageDigest: image.digest }],
      })
      const { downloadUrl = '' } = await ecr.getDownloadUrlForLayer({
        repositoryName: 'containers-test',
        layerDigest: JSON.parse(images[0]?.imageManifest ?? '').config.digest,
      })
      expect(await (await fetch(downloadUrl)).json()).toMatchObject({
        os: 'linux',
        architecture: 'amd64',
        config: {
          Entrypoint: ['node', '/a'],
          Env: expect.arrayContaining(['WORD=a word']),
          Labels: { label: 'its value' },
        },
      })
      expect(new Set(seen.map(({ phase }) => phase))).toEqual(new Set(['build', 'push']))
      expect(passingNames()).toEqual([])
    },
  )

  it('fails with what the build says', { timeout: 120_000 }, async () => {
    using folder = temporaryFolder({
      Dockerfile: 'FROM node:24-slim\nRUN echo out of eggs; exit 7\n',
    })
    await using aws = await startContainerSession()

    await expect(
      publishImage(aws.session, { dockerfile: folder.path, repository: 'containers-test' }),
    ).rejects.toMatchObject({
      code: 'image-build-failed',
      message: expect.stringContaining('out of eggs'),
    })
    const ecr = await aws.session.clients.ecr()
    expect((await ecr.describeRepositories({})).repositories).toEqual([])
  })

  it.for(['build', 'push'] as const)(
    'ends a %s that is given up, and leaves no name and no image',
    { timeout: 120_000 },
    async (step) => {
      using folder = temporaryFolder({
        Dockerfile: `FROM node:24-slim\nRUN echo begun${step === 'build' ? ' && sleep 60' : ''}\n`,
      })
      await using aws = await startContainerSession()
      const controller = new AbortController()
      const ledger = createLedger()

      await expect(
        publishImage(aws.session, {
          dockerfile: folder.path,
          repository: 'containers-test',
          ledger,
          signal: controller.signal,
          onProgress: ({ phase, line }) => {
            if (phase === 'push' || /begun && sleep/.test(line)) controller.abort()
          },
        }),
      ).rejects.toMatchObject({ code: 'aborted', message: expect.stringContaining(step) })

      const ecr = await aws.session.clients.ecr()
      const { repositories = [] } = await ecr.describeRepositories({})
      expect(ledger.resources.map(({ name }) => name)).toEqual(
        repositories.map(({ repositoryName }) => repositoryName),
      )
      for (const { repositoryName } of repositories) {
        expect((await ecr.describeImages({ repositoryName })).imageDetails).toEqual([])
      }
      expect(passingNames()).toEqual([])
    },
  )
})
