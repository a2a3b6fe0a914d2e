import { describe, expect, expectTypeOf, it } from 'vitest'
import type { HostingOptions, InstanceType, TrainingOptions } from '../../src/index.ts'
import { architectureOf } from '../../src/naming/instance-type.ts'

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

describe('architectureOf', () => {
  it('knows Graviton and Grace by the name of the family', () => {
    const arm64 = ['m6g', 'm6gd', 'c6gn', 'c7g', 'r7gd', 'm8g', 'p6e-gb200']
    const amd64 = ['m5', 'c5d', 'g5', 'g4dn', 'g6e', 'p4d', 'm7i-flex', 'c6in', 'trn1n', 'p6-b200']
    for (const family of arm64) expect(architectureOf(`ml.${family}.large`), family).toBe('arm64')
    for (const family of amd64) expect(architectureOf(`ml.${family}.large`), family).toBe('amd64')
  })
})
