import { describe, expect, it } from 'vitest'
import { createModel } from '../../src/index.ts'
import {
  awsError,
  callerIdentity,
  type FakeAnswer,
  type FakeRequest,
  startFakeAws,
} from '../support/fake-aws.ts'

const hour = 3_600_000
const model = { image: '1.dkr/x:1', modelDataUri: 's3://b/model.tar.gz', name: 'm' }

describe('a machine whose clock is wrong', () => {
  it.each([-5, 5])(
    'is put right by the first answer of each service, and makes nothing twice: by %i h',
    async (hours) => {
      const untilRight =
        (answer: FakeAnswer) =>
        (request: FakeRequest): FakeAnswer => {
          const now = Date.now() - hours * hour
          const date = new Date(now).toUTCString()
          const isRight = Math.abs(signedAt(request) - now) < hour / 4
          const given = isRight ? answer : awsError('RequestTimeTooSkewed', 'Too large.', 403)
          return { ...given, headers: { ...given.headers, date } }
        }
      await using aws = await startFakeAws({
        GetCallerIdentity: untilRight(callerIdentity()),
        'HEAD /sagemaker-eu-west-1-123456789012': untilRight({ body: '' }),
        CreateModel: untilRight({ body: { ModelArn: 'arn:m' } }),
      })

      await aws.session.bucket()
      await createModel(aws.session, model)
      await createModel(aws.session, { ...model, name: 'n' })

      expect(aws.requests.map(({ operation }) => operation.replace(/ .*/, ''))).toEqual([
        ...['GetCallerIdentity', 'GetCallerIdentity'],
        ...['HEAD', 'HEAD'],
        ...['CreateModel', 'CreateModel', 'CreateModel'],
      ])
    },
  )
})

/** The time that a request was signed at, in milliseconds. */
function signedAt({ headers }: FakeRequest): number {
  const [, ...parts] = /^(.{4})(..)(..T..)(..)(..Z)$/.exec(`${headers['x-amz-date']}`) ?? []
  return Date.parse(`${parts.slice(0, 3).join('-')}:${parts.slice(3).join(':')}`)
}
