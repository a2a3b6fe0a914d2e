import { stripVTControlCharacters } from 'node:util'
import { expect, it } from 'vitest'
import { formatInstructions } from '../../src/cli/instructions.ts'
import { useLocal } from '../support/with-local.ts'

const local = useLocal({ region: 'eu-west-2' })

it('gives each line to copy as a line of its own, with the address of this server', () => {
  const lines = formatInstructions(local(), false).split('\n')

  for (const [name, value] of Object.entries(local().env)) {
    expect(lines).toContain(`export ${name}=${value}`)
  }
  const code = lines.filter((line) => line.includes("'eu-west-2'"))
  expect(code).toHaveLength(2)
  for (const line of code) expect(line).toContain(`'${local().endpoint}'`)
})

it('differs on a terminal by colours only', () => {
  const coloured = formatInstructions(local(), true)

  expect(coloured).toContain('\u001b[')
  expect(stripVTControlCharacters(coloured)).toBe(formatInstructions(local(), false))
})
