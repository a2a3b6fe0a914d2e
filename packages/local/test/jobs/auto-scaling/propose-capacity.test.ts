import { describe, expect, it } from 'vitest'
import { proposeByStep, proposeByTarget } from '../../../src/jobs/auto-scaling/propose-capacity.ts'

const minutes = (count: number, value: number) => Array.from({ length: count }, () => value)

describe('target tracking', () => {
  const policy = { TargetValue: 10 }

  it('scales out after three minutes above the target, to what brings the metric there', () => {
    expect(proposeByTarget(policy, [30, 30], 2)).toBe(undefined)
    expect(proposeByTarget(policy, [0, 30, 30, 25], 2)).toBe(5)
    expect(proposeByTarget(policy, [30, 10, 30], 2)).toBe(undefined)
    expect(proposeByTarget(policy, [11, 11, 11], 0)).toBe(2)
  })

  it('scales in after fifteen minutes below nine tenths of it, unless that is disabled', () => {
    expect(proposeByTarget(policy, minutes(14, 1), 4)).toBe(undefined)
    expect(proposeByTarget(policy, minutes(15, 9), 4)).toBe(undefined)
    expect(proposeByTarget(policy, minutes(15, 5), 4)).toBe(2)
    expect(proposeByTarget(policy, minutes(15, 0), 4)).toBe(0)
    expect(proposeByTarget({ ...policy, DisableScaleIn: true }, minutes(15, 0), 4)).toBe(undefined)
  })
})

describe('step scaling', () => {
  const steps = {
    StepAdjustments: [
      { MetricIntervalUpperBound: 10, ScalingAdjustment: 1 },
      { MetricIntervalLowerBound: 10, ScalingAdjustment: 50 },
    ],
  }

  it('takes the step whose interval holds what is exceeded, its lower bound included', () => {
    const policy = { ...steps, AdjustmentType: 'ChangeInCapacity' } as const
    expect(proposeByStep(policy, 9.9, 3)).toBe(4)
    expect(proposeByStep(policy, 10, 3)).toBe(53)
    expect(
      proposeByStep({ ...policy, StepAdjustments: steps.StepAdjustments.slice(1) }, 0, 3),
    ).toBe(undefined)
  })

  it('adds a percentage of at least the least magnitude, or sets an exact number', () => {
    const percent = { ...steps, AdjustmentType: 'PercentChangeInCapacity' } as const
    expect(proposeByStep(percent, 10, 4)).toBe(6)
    expect(proposeByStep({ ...percent, MinAdjustmentMagnitude: 3 }, 10, 4)).toBe(7)
    expect(proposeByStep({ ...steps, AdjustmentType: 'ExactCapacity' }, 10, 4)).toBe(50)
  })
})
