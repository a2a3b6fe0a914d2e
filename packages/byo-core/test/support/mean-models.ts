import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { createModel, type Model, publishImage } from '../../src/index.ts'
import type { Session } from '../../src/session/session.ts'

/** The program of `fixtures/mean-model.mjs`. */
export const meanProgram: string = fileURLToPath(
  new URL('../fixtures/mean-model.mjs', import.meta.url),
)

/** Makes models that predict a constant, or that misbehave when they serve. */
export async function meanModels(
  session: Session,
): Promise<(name: string, mean: number, misbehave?: string) => Promise<Model>> {
  const image = await publishImage(session, { program: meanProgram, repository: 'mean' })
  const s3 = await session.clients.s3()
  const bucket = await session.bucket()
  return async (name, mean, misbehave = 'no') => {
    const tar = pack()
    tar.entry({ name: 'mean.json' }, JSON.stringify({ mean, misbehave }))
    tar.finalize()
    const chunks: Uint8Array[] = []
    for await (const chunk of tar) chunks.push(chunk as Uint8Array)
    const Key = `models/${name}/model.tar.gz`
    await s3.putObject({ Bucket: bucket, Key, Body: gzipSync(Buffer.concat(chunks)) })
    return createModel(session, { image, modelDataUri: `s3://${bucket}/${Key}`, name })
  }
}
