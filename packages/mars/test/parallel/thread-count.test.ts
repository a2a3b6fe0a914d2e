import { describe, expect, it } from 'vitest'
import { defaultThreads } from '../../src/parallel/thread-count.ts'

/** The threads of a machine of 16 with these files. */
function threadsWith(files: Record<string, string>, parallelism = 16): number {
  return defaultThreads({ parallelism, readText: (path) => files[path] })
}

describe('the usual number of threads', () => {
  it('is that of the machine where nothing limits it, and at least 1', () => {
    expect(threadsWith({})).toBe(16)
    expect(threadsWith({ '/sys/fs/cgroup/cpu.max': 'max 100000\n' })).toBe(16)
    expect(threadsWith({ '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n' })).toBe(16)
    expect(threadsWith({}, 0)).toBe(1)
  })

  it.each([
    ['200000 100000\n', 2],
    ['150000 100000\n', 2],
    ['20000 100000\n', 1],
    ['25000 10000\n', 3],
    ['6400000 100000\n', 16],
  ])('is the quota of a container rounded up: %j gives %i', (text, threads) => {
    expect(threadsWith({ '/sys/fs/cgroup/cpu.max': text })).toBe(threads)
  })

  it('is the least of the own group and those above it', () => {
    const files = {
      '/proc/self/cgroup': '0::/jobs/a:b/mine\n',
      '/sys/fs/cgroup/jobs/cpu.max': '300000 100000\n',
      '/sys/fs/cgroup/jobs/a:b/mine/cpu.max': '800000 100000\n',
    }
    expect(threadsWith(files)).toBe(3)
  })

  it.each([['cpu'], ['cpu,cpuacct']])(
    'reads quotas of version 1 in the folder %s',
    (controllers) => {
      const folder = `/sys/fs/cgroup/${controllers}`
      const quota = (path: string, microseconds: number) => ({
        [`${folder}${path}/cpu.cfs_quota_us`]: `${microseconds}\n`,
        [`${folder}${path}/cpu.cfs_period_us`]: '100000\n',
      })
      const groups = `5:memory:/other\n1:${controllers}:/docker/abc\n`
      expect(threadsWith({ ...quota('', 250_000) })).toBe(3)
      expect(threadsWith({ '/proc/self/cgroup': groups, ...quota('/docker/abc', 400_000) })).toBe(4)
      expect(threadsWith({ '/proc/self/cgroup': groups, ...quota('/other', 400_000) })).toBe(16)
    },
  )
})
