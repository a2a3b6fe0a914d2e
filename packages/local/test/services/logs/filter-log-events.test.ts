import { beforeEach, describe, expect, it } from 'vitest'
import { type PlatformUnderTest, usePlatform } from '../../support/with-platform.ts'

const opened = usePlatform()
const logGroupName = '/group'

/** Adds lines to streams, a second after each other. */
function write(test: PlatformUnderTest, ...lines: [stream: string, message: string][]): void {
  for (const [stream, message] of lines) {
    test.clock.elapse(1000)
    test.platform.logs.open('us-east-1', logGroupName, stream).append(message)
  }
}

async function filter(input: object = {}) {
  const page = await opened().logs('FilterLogEvents', { logGroupName, ...input })
  return { ...page, lines: page.events.map(({ message }: { message: string }) => message) }
}

beforeEach(() => {
  write(opened(), ['b', 'one'], ['a', 'two'], ['b', 'three ERROR'], ['c', 'four error'])
})

describe('FilterLogEvents', () => {
  it('gives the events of all streams by time, with ids of their own', async () => {
    const { events, lines } = await filter()

    expect(lines).toEqual(['one', 'two', 'three ERROR', 'four error'])
    expect(events[1]).toMatchObject({ logStreamName: 'a', ingestionTime: events[1].timestamp })
    expect(new Set(events.map(({ eventId }: { eventId: string }) => eventId)).size).toBe(4)
  })

  it.each([
    [{ logStreamNames: ['a', 'c'] }, ['two', 'four error']],
    [{ logStreamNamePrefix: 'b' }, ['one', 'three ERROR']],
    [{ filterPattern: 'ERROR' }, ['three ERROR']],
    [{ filterPattern: '-error -ERROR' }, ['one', 'two']],
    [{ filterPattern: '?one ?two' }, ['one', 'two']],
    [{ filterPattern: '"e E"' }, ['three ERROR']],
    [{ filterPattern: 'error four' }, ['four error']],
    [{ filterPattern: ' ' }, ['one', 'two', 'three ERROR', 'four error']],
  ])('takes %j', async (input, wanted) => {
    expect((await filter(input)).lines).toEqual(wanted)
  })

  it('takes times, both ends included', async () => {
    const { events } = await filter()
    const [, second, third] = events

    const { lines } = await filter({ startTime: second.timestamp, endTime: third.timestamp })
    expect(lines).toEqual(['two', 'three ERROR'])
  })

  it.each([
    [true, ['one', 'two', 'three ERROR', 'four error']],
    [false, ['four error', 'three ERROR', 'two', 'one']],
  ])('gives page after page, from the head: %s', async (startFromHead, wanted) => {
    const lines: string[] = []
    let page = await filter({ startFromHead, limit: 1 })
    while (page.nextToken !== undefined) {
      lines.push(...page.lines)
      page = await filter({ limit: 1, nextToken: page.nextToken })
    }

    expect([...lines, ...page.lines]).toEqual(wanted)
  })

  it('puts a megabyte on a page and at least one event', async () => {
    write(opened(), ['d', 'x'.repeat(2 * 1024 ** 2)], ['d', 'y'.repeat(2 * 1024 ** 2)])
    const first = await filter({ logStreamNames: ['d'] })
    const second = await filter({ logStreamNames: ['d'], nextToken: first.nextToken })

    expect([first.lines.length, second.lines.length]).toEqual([1, 1])
    expect(second).not.toHaveProperty('nextToken')
  })

  it.each([
    [{ filterPattern: '{ $.a = 1 }' }, 'JSON'],
    [{ filterPattern: '[a, b]' }, 'fields'],
    [{ filterPattern: '%x%' }, 'regular expressions'],
    [{ filterPattern: 'a.b' }, 'Invalid filter pattern'],
    [{ filterPattern: '"open' }, 'Invalid filter pattern'],
    [{ nextToken: 'x' }, 'nextToken'],
    [{ logStreamNames: ['a'], logStreamNamePrefix: 'a' }, 'Only one'],
    [{ limit: 0 }, "Value '0' at 'limit' failed to satisfy constraint"],
    [{ logGroupIdentifier: '/group' }, 'Exactly one'],
    [{ logGroupName: undefined }, 'Exactly one'],
  ])('refuses %j', async (input, text) => {
    await expect(filter(input)).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: expect.stringContaining(text),
    })
  })

  it.each([{ logGroupName: '/no' }, { logStreamNames: ['no'] }])('refuses %j', async (input) => {
    await expect(filter(input)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    })
  })
})
