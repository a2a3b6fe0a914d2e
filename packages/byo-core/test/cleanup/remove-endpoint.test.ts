import { expect, it } from 'vitest'
import { removeEndpoint } from '../../src/cleanup/remove-endpoint.ts'
import { awsError, startFakeAws } from '../support/fake-aws.ts'

const inProgress = awsError('ValidationException', 'Cannot update in-progress endpoint "arn:e".')
const gone = awsError('ValidationException', 'Could not find endpoint "arn:e".')

it('tells what it waits for while the endpoint is being created', async () => {
  await using aws = await startFakeAws({
    DeleteEndpoint: [inProgress, inProgress, { body: {} }],
    DescribeEndpoint: [gone],
  })
  const told: string[] = []

  await removeEndpoint(aws.session, 'e', {
    signal: undefined,
    onStatus: (status) => told.push(status),
  })

  const words = 'endpoint e is being created and can be deleted only after that'
  expect(told).toEqual([words, words])
})
