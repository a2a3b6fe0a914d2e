import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { baseDirWith, train } from '../fixtures/run-program.ts'

it('prints metrics of all threads on lines of their own, and keeps those of the log as JSON lines [T51] [T52]', async () => {
  const baseDir = await baseDirWith()
  const folder = join(baseDir, 'output/metrics/sagemaker')
  const before = Date.now() / 1000

  const { code, stdout } = await train('metrics', baseDir, {
    SAGEMAKER_METRICS_DIRECTORY: folder,
    LC_ALL: 'de_DE.UTF-8',
  })

  expect(code).toBe(0)
  const lines = stdout.split('\n').filter((line) => !/ INFO |^$/.test(line))
  for (const name of ['main', 'worker1', 'worker2', 'worker3', 'worker4']) {
    expect(lines.filter((line) => line.startsWith(`${name}=`))).toEqual(
      Array.from({ length: 2000 }, (_, i) => `${name}=${i};`),
    )
  }
  expect(lines.at(-1)).toBe('last=0.5;')
  expect(lines).toHaveLength(10_001)
  const [file, ...others] = readdirSync(folder)
  expect(others).toEqual([])
  expect(file).toMatch(/^\d+\.json$/)
  const kept = readFileSync(join(folder, file!), 'utf8')
    .trimEnd()
    .split('\n')
    .map((each) => JSON.parse(each))
  expect(kept).toHaveLength(2001)
  expect(kept[7]).toEqual({
    MetricName: 'main',
    Value: 7,
    Timestamp: expect.any(Number),
    IterationNumber: 7,
  })
  expect(Object.keys(kept.at(-1))).toEqual(['MetricName', 'Value', 'Timestamp'])
  for (const { Timestamp } of kept) {
    expect(Timestamp).toBeGreaterThanOrEqual(before - 1)
    expect(Timestamp).toBeLessThanOrEqual(Date.now() / 1000 + 1)
  }
})

it('keeps no metrics where no folder is named [T52]', async () => {
  const baseDir = await baseDirWith()

  expect((await train('metrics', baseDir)).code).toBe(0)

  expect(readdirSync(join(baseDir, 'output'), { recursive: true }).sort()).toEqual([
    'data',
    'success',
  ])
})

it('goes on, with one warning, where metrics cannot be kept', async () => {
  const baseDir = await baseDirWith({ file: '' })

  const { code, stdout, stderr } = await train('metrics', baseDir, {
    SAGEMAKER_METRICS_DIRECTORY: join(baseDir, 'file/folder'),
  })

  expect(code).toBe(0)
  expect(stdout).toMatch(/^last=0\.5;$/m)
  expect(stderr.match(/metrics cannot be kept/g)).toHaveLength(1)
})
