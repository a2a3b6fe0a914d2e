import type { Platform } from '../platform.ts'
import { ServerlessPool, type StartInstance } from '../serverless/serverless-pool.ts'
import type { Endpoint, Variant } from './endpoint.ts'
import { type Instance, startInstance } from './instance.ts'
import { type StartOptions, startAll } from './start-all.ts'

/** The instances of a variant, and its share of the traffic. */
export class Fleet {
  readonly variant: Variant
  /** What its containers come from when it is serverless. */
  readonly pool: ServerlessPool | undefined
  readonly #instances: readonly Instance[]
  /** The share of the traffic beside those of the other fleets. */
  readonly weight: number
  /** How much traffic it is owed; see chooseFleet. */
  credit = 0
  /** Where the search for an instance began last; see chooseInstance. */
  turn = 0

  constructor(
    variant: Variant,
    instances: readonly Instance[] | ServerlessPool,
    weight: number = variant.weight,
  ) {
    this.variant = variant
    this.pool = instances instanceof ServerlessPool ? instances : undefined
    this.#instances = instances instanceof ServerlessPool ? [] : instances
    this.weight = weight
  }

  /** Those that there are now. */
  get instances(): readonly Instance[] {
    return this.pool?.instances ?? this.#instances
  }

  get name(): string {
    return this.variant.request.VariantName
  }

  /** The same instances with another share of the traffic. */
  weighing(weight: number): Fleet {
    return new Fleet(this.variant, this.pool ?? this.#instances, weight)
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
    const count = existing[i]?.pool ? 0 : firstCount(variant) - (kept[i]?.length ?? 0)
    return Array.from({ length: count }, () => variant)
  })
  const starts = missing.map(
    (variant) => (either: AbortSignal) => startInstance(platform, endpoint, variant, either),
  )
  const started = await startAll(starts, options)
  return variants.map((variant, i) => {
    const fresh = started.filter((_, at) => missing[at] === variant)
    if (variant.serverless === undefined) return new Fleet(variant, [...(kept[i] ?? []), ...fresh])
    const start: StartInstance = (signal) => startInstance(platform, endpoint, variant, signal)
    const pool = existing[i]?.pool
    if (pool === undefined)
      return new Fleet(
        variant,
        new ServerlessPool(platform, variant.serverless, { start, first: fresh }),
      )
    pool.configure(variant.serverless)
    return new Fleet(variant, pool)
  })
}

/** A serverless variant too starts with a container, which shows that its model can be served. */
function firstCount({ instanceCount, serverless }: Variant): number {
  return serverless === undefined
    ? instanceCount
    : Math.max(1, serverless.ProvisionedConcurrency ?? 0)
}
