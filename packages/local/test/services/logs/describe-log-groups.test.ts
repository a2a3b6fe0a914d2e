import { beforeEach, describe, expect, it } from 'vitest'
import { usePlatform } from '../../support/with-platform.ts'

const opened = usePlatform()

async function list(input: object = {}) {
  const page = await opened().logs('DescribeLogGroups', input)
  const names = page.logGroups.map(({ logGroupName }: { logGroupName: string }) => logGroupName)
  return { ...page, names }
}

beforeEach(() => {
  const { logs } = opened().platform
  for (const group of ['/b/2', '/a', '/b/1']) logs.open('us-east-1', group, 'stream')
  logs.open('eu-west-1', '/elsewhere', 'stream')
})

describe('DescribeLogGroups', () => {
  it('lists a region’s groups by name', async () => {
    const { names, logGroups } = await list()

    expect(names).toEqual(['/a', '/b/1', '/b/2'])
    expect(logGroups[0]).toMatchObject({
      arn: 'arn:aws:logs:us-east-1:000000000000:log-group:/a:*',
      logGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/a',
      creationTime: expect.any(Number),
    })
  })

  it.each([
    [{ logGroupNamePrefix: '/b' }, ['/b/1', '/b/2']],
    [{ logGroupNamePattern: '2' }, ['/b/2']],
    [{ logGroupIdentifiers: ['/a', 'arn:aws:logs:us-east-1:0:log-group:/b/1'] }, ['/a', '/b/1']],
    [{ logGroupClass: 'DELIVERY' }, []],
    [{ logGroupNamePrefix: '/none' }, []],
  ])('takes %j', async (input, wanted) => {
    expect((await list(input)).names).toEqual(wanted)
  })

  it('gives page after page', async () => {
    const first = await list({ limit: 2 })
    const second = await list({ limit: 2, nextToken: first.nextToken })

    expect([first.names, second.names]).toEqual([['/a', '/b/1'], ['/b/2']])
    expect(second).not.toHaveProperty('nextToken')
  })

  it.each([
    { logGroupNamePrefix: '/a', logGroupNamePattern: 'a' },
    { nextToken: '/none' },
    { limit: 51 },
    { logGroupNamePrefix: '?' },
  ])('refuses %j', async (input) => {
    await expect(list(input)).rejects.toMatchObject({ code: 'InvalidParameterException' })
  })
})
