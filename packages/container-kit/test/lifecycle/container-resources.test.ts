import { describe, expect, it } from 'vitest'
import { readContainerResources } from '../../src/lifecycle/container-resources.ts'
import { baseDirWith } from '../fixtures/run-program.ts'

const none = { cpus: Number.POSITIVE_INFINITY, memoryBytes: Number.POSITIVE_INFINITY }

describe('readContainerResources', () => {
  it.each([
    [
      'version 2',
      {
        'sys/fs/cgroup/cpu.max': '150000 100000\n',
        'sys/fs/cgroup/memory.max': '1073741824\n',
      },
      { cpus: 1.5, memoryBytes: 1_073_741_824 },
    ],
    [
      'version 2 without limits',
      { 'sys/fs/cgroup/cpu.max': 'max 100000\n', 'sys/fs/cgroup/memory.max': 'max\n' },
      none,
    ],
    [
      'version 1',
      {
        'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '50000\n',
        'sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
        'sys/fs/cgroup/memory/memory.limit_in_bytes': '536870912\n',
      },
      { cpus: 0.5, memoryBytes: 536_870_912 },
    ],
    [
      'version 1 without limits',
      {
        'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
        'sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
        'sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
      },
      none,
    ],
    [
      'the group of the process and those above it',
      {
        'proc/self/cgroup': '4:memory:/a/b\n2:cpu,cpuacct:/a/b\n',
        'sys/fs/cgroup/cpu/a/cpu.cfs_quota_us': '200000\n',
        'sys/fs/cgroup/cpu/a/cpu.cfs_period_us': '100000\n',
        'sys/fs/cgroup/memory/a/b/memory.limit_in_bytes': '1000000\n',
        'sys/fs/cgroup/memory/a/memory.limit_in_bytes': '9000000\n',
      },
      { cpus: 2, memoryBytes: 1_000_000 },
    ],
    [
      'files that say nothing',
      { 'sys/fs/cgroup/cpu.max': '', 'sys/fs/cgroup/memory.max': 'x' },
      none,
    ],
    ['no such files', {}, none],
  ])('reads %s [S82]', async (_, files, resources) => {
    expect(readContainerResources(await baseDirWith(files))).toEqual(resources)
  })
})
