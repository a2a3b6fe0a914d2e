import type { Ledger } from '../ledger.ts'
import { formatS3Uri } from '../naming/s3-uri.ts'
import { s3ArnOf } from '../session/arn.ts'
import type { Session } from '../session/session.ts'
import type { EndpointConfigOptions } from './hosting-options.ts'

/**
 * The options with places for what an asynchronous endpoint answers: those of the caller, or prefixes in the session's
 * bucket, of which the ledger is told.
 */
export async function placeAnswers<Options extends EndpointConfigOptions>(
  session: Session,
  endpointName: string,
  options: Options,
  ledger: Ledger,
): Promise<Options> {
  const { asyncInference } = options
  if (!asyncInference) return options
  const given = asyncInference === true ? {} : asyncInference
  if (given.outputPath !== undefined && given.failurePath !== undefined) return options
  const folder = `byo/async/${endpointName}`
  const bucket = await session.bucket()
  const own = formatS3Uri({ bucket, key: `${folder}/` })
  ledger.add({ kind: 's3-objects', name: own, arn: `${s3ArnOf(session, own)}*` })
  return {
    ...options,
    asyncInference: {
      ...given,
      outputPath: given.outputPath ?? formatS3Uri({ bucket, key: `${folder}/output` }),
      failurePath: given.failurePath ?? formatS3Uri({ bucket, key: `${folder}/failure` }),
    },
  }
}
