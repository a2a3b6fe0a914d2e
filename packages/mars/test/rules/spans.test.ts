import { describe, expect, it } from 'vitest'
import { earthRules } from '../../src/rules/earth.ts'
import { mdaRules } from '../../src/rules/mda.ts'
import { ownRules } from '../../src/rules/own.ts'

const question = {
  rows: 330,
  columns: 9,
  eligible: 330,
  degree: 1,
  minspan: 0,
  endspan: 0,
  adjustEndspan: 2,
}

describe('the end span of interactions', () => {
  it('is tripled by earth with an adjustment of 2, and doubled by our own rules', () => {
    const interaction = { ...question, degree: 2 }
    expect(earthRules.spans(question).endspan).toBe(10)
    expect(earthRules.spans(interaction).endspan).toBe(30)
    expect(ownRules.spans(question).endspan).toBe(10)
    expect(ownRules.spans(interaction).endspan).toBe(20)
    expect(mdaRules.spans(interaction).endspan).toBe(10)
  })

  it('is left alone by an adjustment of 0', () => {
    const interaction = { ...question, degree: 2, adjustEndspan: 0 }
    expect(earthRules.spans(interaction).endspan).toBe(10)
    expect(ownRules.spans(interaction).endspan).toBe(10)
  })

  it('leaves room for a knot in a short table', () => {
    const short = { ...question, rows: 12, eligible: 12, degree: 2 }
    expect(earthRules.spans(short).endspan).toBe(5)
    expect(earthRules.spans({ ...short, rows: 3 }).endspan).toBe(1)
  })
})

describe('the span between knots', () => {
  it('shrinks with the rows where the parent is positive', () => {
    expect(earthRules.spans(question).minspan).toBe(6)
    expect(earthRules.spans({ ...question, eligible: 3 }).minspan).toBe(3)
  })

  it('follows a number of knots when minspan is below 0', () => {
    expect(earthRules.spans({ ...question, minspan: -3 })).toEqual({
      start: 82,
      minspan: 83,
      endspan: 10,
    })
  })
})
