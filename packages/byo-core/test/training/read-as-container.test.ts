import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { decodeValue } from '../../../container-kit/src/train/decode-value.ts'
import { readHyperparameters } from '../../../container-kit/src/train/read-hyperparameters.ts'
import { readAsContainer, valueOfText } from '../../src/training/read-as-container.ts'

const folder = mkdtempSync(join(tmpdir(), 'byo-core-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What the container itself reads. */
function containerReads(sent: Record<string, string>): Readonly<Record<string, string>> {
  const path = join(folder, 'hyperparameters.json')
  writeFileSync(path, JSON.stringify(sent))
  return readHyperparameters(path).own
}

/** Texts that look like something, and any other. */
const texts = fc.oneof(
  fc.string(),
  fc.json(),
  fc.double().map(String),
  fc.bigInt().map(String),
  fc.stringMatching(/^ ?[-+]?[0-9.]{0,5}(e[-+]?[0-9]{1,3})? ?$/),
  fc.constantFrom(
    'True',
    ' False ',
    'None',
    'NaN',
    '-Infinity',
    'true',
    '"a"',
    ' "1" ',
    '"a',
    '01',
  ),
)

describe('readAsContainer and valueOfText', () => {
  it("read every text as the container's own functions do", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(valueOfText(text)).toEqual(decodeValue(text))
        expect(readAsContainer({ text })).toEqual(containerReads({ text }))
      }),
      { numRuns: 500 },
    )
  })

  it('leave out what is not the user’s own', () => {
    const sent = { sagemaker_program: 'x', _tuning_objective_metric: 'y', degree: '2' }

    expect(readAsContainer(sent)).toEqual({ degree: '2' })
    expect(readAsContainer(sent)).toEqual(containerReads(sent))
  })
})
