import type { Platform } from '../platform.ts'
import type { Endpoint, Variant } from './endpoint.ts'
import { type Instance, startInstance } from './instance.ts'
import { type StartOptions, startAll } from './start-all.ts'

/** The instances of a variant, and its share of the traffic. */
export class Fleet {
  readonly variant: Variant
  readonly instances: readonly Instance[]
  /** The share of the traffic beside those of the other fleets. */
  readonly weight: number
  /** How much traffic it is owed; see chooseFleet. */
  credit = 0
  /** Where the search for an instance began last; see chooseInstance. */
  turn = 0

  constructor(variant: Variant, instances: readonly Instance[], weight: number = variant.weight) {
    this.variant = variant
    this.instances = instances
    this.weight = weight
  }

  get name(): string {
    return this.variant.request.VariantName
  }

  /** The same instances with another share of the traffic. */
  weighing(weight: number): Fleet {
    return new Fleet(this.variant, this.instances, weight)
  }
}

/**
 * Starts instances for variants: as many as each wants beyond those that serve it already.
 *
 * @returns A fleet for each variant, in their order.
 * @throws JobError with SageMaker's reason when one does not become healthy; then none was started.
 */
export async function startFleets(
  platform: Platform,
  endpoint: Endpoint,
  variants: readonly Variant[],
  { existing = [], ...options }: StartOptions & { readonly existing?: readonly Fleet[] },
): Promise<readonly Fleet[]> {
  const kept = variants.map(
    (variant, i) => existing[i]?.instances.slice(0, variant.instanceCount) ?? [],
  )
  const missing = variants.flatMap((variant, i) => {
    const count = variant.instanceCount - (kept[i]?.length ?? 0)
    return Array.from({ length: count }, () => variant)
  })
  const starts = missing.map(
    (variant) => (either: AbortSignal) => startInstance(platform, endpoint, variant, either),
  )
  const started = await startAll(starts, options)
  return variants.map((variant, i) => {
    const fresh = started.filter((_, at) => missing[at] === variant)
    return new Fleet(variant, [...(kept[i] ?? []), ...fresh])
  })
}
