import { expect, it } from 'vitest'
import { repositoryName } from '../../src/naming/repository-name.ts'

it.each([
  ['Iris MARS', 'byo/iris-mars'],
  ['--x--', 'byo/x'],
  ['Ω', 'byo/program'],
])('names the repository for "%s" %s', (name, repository) => {
  expect(repositoryName(name)).toBe(repository)
})
