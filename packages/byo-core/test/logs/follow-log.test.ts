import { describe, expect, it } from 'vitest'
import { createTrainingJobHandle } from '../../src/training/training-job.ts'
import {
  awsError,
  type FakeAnswer,
  type FakeOperation,
  type FakeRequest,
  startFakeAws,
} from '../support/fake-aws.ts'

/** Two streams whose lines come to light two a look; the token is the number of lines read. */
function streams(
  contents: Readonly<Record<string, readonly string[]>>,
): (request: FakeRequest) => FakeAnswer {
  let visible = 0
  return ({ input }: FakeRequest) => {
    visible += 1
    const lines = (contents[input.logStreamName] ?? []).slice(0, visible)
    const from = Number(input.nextToken ?? 0)
    return {
      body: {
        events: lines.slice(from).map((message, i) => ({ message, timestamp: from + i })),
        nextForwardToken: String(lines.length),
      },
    }
  }
}

const listed = {
  body: { logStreams: [{ logStreamName: 'j/algo-1' }, { logStreamName: 'j/algo-2' }] },
}
const job = (TrainingJobStatus: string) => ({ body: { TrainingJobStatus } })

async function read(operations: Readonly<Record<string, FakeOperation>>): Promise<string[]> {
  await using aws = await startFakeAws(operations)
  const lines: string[] = []
  for await (const { message } of createTrainingJobHandle(aws.session, 'j', 'arn:j').logs()) {
    lines.push(message)
  }
  return lines
}

describe('the log of a training job', () => {
  it('gives each line once, in order, also those that come after the end [G042]', async () => {
    const lines = await read({
      DescribeTrainingJob: [job('InProgress'), job('InProgress'), job('Completed')],
      DescribeLogStreams: [awsError('ResourceNotFoundException', 'no group yet'), listed],
      GetLogEvents: streams({ 'j/algo-1': ['a1', 'a2', 'a3'], 'j/algo-2': ['b1', 'b2'] }),
    })

    expect(lines.filter((line) => line.startsWith('a'))).toEqual(['a1', 'a2', 'a3'])
    expect(lines.filter((line) => line.startsWith('b'))).toEqual(['b1', 'b2'])
  })

  it('survives throttling without losing or repeating a line [G042]', async () => {
    const lines = await read({
      DescribeTrainingJob: [
        ...Array(3).fill(awsError('ThrottlingException', 'Rate exceeded')),
        job('InProgress'),
        job('Completed'),
      ],
      DescribeLogStreams: [listed],
      GetLogEvents: streams({ 'j/algo-1': ['a1', 'a2', 'a3'] }),
    })

    expect(lines).toEqual(['a1', 'a2', 'a3'])
  })

  it('survives throttling between two pages and two streams [G042]', async () => {
    const answer = streams({ 'j/algo-1': ['a1', 'a2', 'a3'], 'j/algo-2': ['b1', 'b2'] })
    let calls = 0
    const lines = await read({
      DescribeTrainingJob: [job('InProgress'), job('InProgress'), job('Completed')],
      DescribeLogStreams: [listed],
      GetLogEvents: (request) => {
        calls += 1
        // All three attempts of the SDK, when the first stream has been read already.
        const isThrottled = calls > 2 && calls <= 5
        if (isThrottled) return awsError('ThrottlingException', 'Rate exceeded')
        return answer(request)
      },
    })

    expect(lines.filter((line) => line.startsWith('a'))).toEqual(['a1', 'a2', 'a3'])
    expect(lines.filter((line) => line.startsWith('b'))).toEqual(['b1', 'b2'])
  })

  it('is merged by time for its tail', async () => {
    const at = (...times: number[]) => ({
      body: { events: times.map((timestamp) => ({ timestamp, message: `t${timestamp}` })) },
    })
    await using aws = await startFakeAws({
      DescribeLogStreams: [listed],
      GetLogEvents: [at(1, 3, 5), at(2, 4, 6)],
    })

    const tail = await createTrainingJobHandle(aws.session, 'j', 'arn:j').logTail({ lines: 4 })

    expect(tail.map(({ message }) => message)).toEqual(['t3', 't4', 't5', 't6'])
  })
})
