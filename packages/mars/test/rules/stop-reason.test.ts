import { describe, expect, it } from 'vitest'
import { describeStopReason, stopReasons } from '../../src/rules/stop-reason.ts'

const facts = { nk: 21, thresh: 0.001, terms: 5 }

describe('the sentences of the stop reasons', () => {
  it('are there for each, and none twice but the two ways to reach nk', () => {
    const sentences = stopReasons.map((reason) => describeStopReason(reason, facts))
    expect(sentences.every((sentence) => sentence.length > 5)).toBe(true)
    expect(new Set(sentences).size).toBe(stopReasons.length - 1)
  })

  it("are R's words where R has them", () => {
    expect(describeStopReason('rsq-gain-below-thresh', facts)).toBe(
      'RSq changed by less than 0.001 at 5 terms',
    )
    expect(describeStopReason('nk-reached', facts)).toBe('Reached nk 21')
    expect(describeStopReason('grsq-too-low', facts)).toBe('GRSq -10 at 5 terms')
    expect(describeStopReason('no-new-term', facts)).toBe('No new term increases RSq at 5 terms')
  })
})
