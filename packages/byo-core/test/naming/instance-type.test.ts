import { describe, expectTypeOf, it } from 'vitest'
import type { HostingOptions, InstanceType, TrainingOptions } from '../../src/index.ts'

describe('InstanceType', () => {
  it('takes what the SDK knows and what it does not know yet, and no "local" [G012]', () => {
    expectTypeOf<'ml.m5.large'>().toExtend<InstanceType>()
    expectTypeOf<'ml.m99.huge'>().toExtend<InstanceType>()
    expectTypeOf<'local'>().not.toExtend<InstanceType>()
    expectTypeOf<string>().not.toExtend<InstanceType>()
    // @ts-expect-error: endpoints run where the session's endpoint is
    const hosting: HostingOptions = { instanceType: 'local' }
    // @ts-expect-error: so do jobs
    const training: Partial<TrainingOptions> = { instanceType: 'local' }
    expectTypeOf([hosting, training]).toBeArray()
  })
})
