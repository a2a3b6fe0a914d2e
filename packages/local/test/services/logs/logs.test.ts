import { beforeEach, describe, expect, it } from 'vitest'
import { type PlatformUnderTest, usePlatform } from '../../support/with-platform.ts'

const opened = usePlatform()
const logGroupName = '/group'
const logStreamName = 'stream'

/** Adds lines to the stream. */
function write(test: PlatformUnderTest, ...lines: string[]): void {
  const stream = test.platform.logs.open('us-east-1', logGroupName, logStreamName)
  for (const line of lines) stream.append(line)
}

async function get(test: PlatformUnderTest, input: object = {}) {
  const page = await test.logs('GetLogEvents', { logGroupName, logStreamName, ...input })
  return { ...page, lines: page.events.map(({ message }: { message: string }) => message) }
}

beforeEach(() => {
  write(opened(), 'one', 'two', 'three')
})

describe('GetLogEvents', () => {
  it('reads from the head, page by page, until the token comes back unchanged', async () => {
    const test = opened()
    const first = await get(test, { startFromHead: true, limit: 2 })
    const second = await get(test, { nextToken: first.nextForwardToken, limit: 2 })
    const third = await get(test, { nextToken: second.nextForwardToken })
    expect([first.lines, second.lines, third.lines]).toEqual([['one', 'two'], ['three'], []])
    expect(third.nextForwardToken).toBe(second.nextForwardToken)

    write(test, 'four')
    expect((await get(test, { nextToken: third.nextForwardToken })).lines).toEqual(['four'])
  })

  it('reads the newest first by default, and back from there', async () => {
    const test = opened()
    const last = await get(test, { limit: 2 })
    const before = await get(test, { nextToken: last.nextBackwardToken, limit: 2 })
    expect([last.lines, before.lines]).toEqual([['two', 'three'], ['one']])
    expect((await get(test, { nextToken: before.nextBackwardToken })).lines).toEqual([])
  })

  it('gives times in milliseconds and takes bounds in them', async () => {
    const { events } = await get(opened(), { startFromHead: true })
    expect(events[0].timestamp).toBeGreaterThan(1e12)
    const after = { startTime: events[2].timestamp + 1, startFromHead: true }
    expect((await get(opened(), after)).lines).toEqual([])
  })

  it('refuses groups, streams and tokens that are not there', async () => {
    const test = opened()
    const notThere = { code: 'ResourceNotFoundException', message: expect.stringContaining('log') }
    await expect(get(test, { logGroupName: '/no' })).rejects.toMatchObject(notThere)
    await expect(get(test, { logStreamName: 'no' })).rejects.toMatchObject(notThere)
    await expect(get(test, { nextToken: 'x' })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
  })
})

describe('DescribeLogStreams', () => {
  it('lists streams by prefix, page by page', async () => {
    const test = opened()
    for (const name of ['job/algo-1', 'job/algo-2', 'other']) {
      test.platform.logs.open('us-east-1', logGroupName, name)
    }
    const names = ({ logStreams }: { logStreams: { logStreamName: string }[] }) =>
      logStreams.map((stream) => stream.logStreamName)
    const list = (input: object) => test.logs('DescribeLogStreams', { logGroupName, ...input })

    const first = await list({ logStreamNamePrefix: 'job/', limit: 1 })
    const second = await list({ logStreamNamePrefix: 'job/', limit: 1, nextToken: first.nextToken })
    expect([names(first), names(second)]).toEqual([['job/algo-1'], ['job/algo-2']])
    expect(second).not.toHaveProperty('nextToken')
    expect(names(await list({ orderBy: 'LastEventTime', descending: true }))[0]).toBe('stream')
  })

  it('refuses a group that is not there', async () => {
    await expect(
      opened().logs('DescribeLogStreams', { logGroupName: '/no' }),
    ).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    })
  })
})
