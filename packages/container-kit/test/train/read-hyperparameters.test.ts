import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readHyperparameters } from '../../src/train/read-hyperparameters.ts'
import { baseDirWith } from '../fixtures/run-program.ts'

it('takes JSON quotes off and keeps everything else as text [T18]', async () => {
  const path = await fileWith({
    a: '"abc"',
    b: 'abc',
    c: '[1, 2]',
    d: '',
    e: '"un"closed"',
    f: '"001"',
  })

  expect(readHyperparameters(path).own).toEqual({
    a: 'abc',
    b: 'abc',
    c: '[1, 2]',
    d: '',
    e: '"un"closed"',
    f: '001',
  })
})

it('keeps apart what the SDK and the tuner add [T13] [T14]', async () => {
  const path = await fileWith({
    degree: '2',
    sagemaker_program: '"x.py"',
    _tuning_objective_metric: 'val:loss',
  })

  expect(readHyperparameters(path)).toEqual({
    own: { degree: '2' },
    reserved: { sagemaker_program: 'x.py', _tuning_objective_metric: 'val:loss' },
  })
})

it('takes values that somebody wrote by hand for their JSON text', async () => {
  expect(readHyperparameters(await fileWith({ degree: 2, list: ['a'] })).own).toEqual({
    degree: '2',
    list: '["a"]',
  })
})

it('takes a missing file for no hyperparameters, and refuses one that holds no object', async () => {
  expect(readHyperparameters(join(await baseDirWith(), 'none.json')).own).toEqual({})

  const list = await fileWith([])
  expect(() => readHyperparameters(list)).toThrow(
    `${list} holds an array where an object is expected.`,
  )
})

async function fileWith(content: unknown): Promise<string> {
  return join(await baseDirWith({ 'hyperparameters.json': content }), 'hyperparameters.json')
}
