import { expect, it } from 'vitest'
import { channelDir, containerPaths } from '../../src/contract/paths.ts'

it('places every path below /opt/ml unless told otherwise', () => {
  const { baseDir, ...paths } = containerPaths()

  expect(baseDir).toBe('/opt/ml')
  for (const path of Object.values(paths)) expect(path).toMatch(/^\/opt\/ml\//)
  expect(paths.hyperparametersFile).toBe('/opt/ml/input/config/hyperparameters.json')
  expect(paths.failureFile).toBe('/opt/ml/output/failure')
})

it('moves every path with the base folder', () => {
  for (const path of Object.values(containerPaths('/some/dir')))
    expect(path).toMatch(/^\/some\/dir/)
})

it.each(['train', 'a.b-c_d', 'train_0'])(
  'gives the channel %s a folder of its own name',
  (name) => {
    expect(channelDir(containerPaths('/base'), name)).toBe(`/base/input/data/${name}`)
  },
)
