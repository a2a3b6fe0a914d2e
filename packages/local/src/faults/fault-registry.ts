import { checkFault, checkSeed } from './check-fault.ts'
import type { Fault, JobFault, JobKind, RequestFault } from './fault.ts'
import { createRandom } from './random.ts'

/**
 * The faults of one emulator: they happen to what comes, those first that were ordered first.
 *
 * @public
 */
export interface Faults {
  /**
   * Orders a fault, from now on.
   *
   * @throws LocalError `invalid-option`.
   */
  add(fault: Fault): OrderedFault
  /** Takes back all that have not happened yet. */
  clear(): void
}

/**
 * A fault that was ordered.
 *
 * @public
 */
export interface OrderedFault {
  /** How many times it has happened. */
  readonly taken: number
  /** Takes it back; what it has done stays. */
  remove(): void
}

/** Keeps the faults, and gives each to whatever it is to happen to. */
export class FaultRegistry implements Faults {
  readonly #entries = new Set<Entry>()
  readonly #random: () => number

  constructor(faults: readonly Fault[] = [], seed = 1) {
    checkSeed(seed)
    this.#random = createRandom(seed)
    for (const [i, fault] of faults.entries()) {
      checkFault(fault, `faults[${i}]`)
      this.#enter(fault)
    }
  }

  add(fault: Fault): OrderedFault {
    checkFault(fault, 'fault')
    const entry = this.#enter(fault)
    return {
      get taken() {
        return entry.taken
      },
      remove: () => {
        this.#entries.delete(entry)
      },
    }
  }

  clear(): void {
    this.#entries.clear()
  }

  /** The fault that happens to a request of the operation, which has then happened once more. */
  takeForRequest(operation: string): RequestFault | undefined {
    return this.#take((fault): fault is RequestFault => {
      return 'operation' in fault && fits(fault.operation, operation)
    })
  }

  /** The fault that happens to a job or an endpoint of that name, which has then happened once more. */
  takeForJob(kind: JobKind, name: string): JobFault | undefined {
    return this.#take((fault): fault is JobFault => {
      return 'job' in fault && fault.job === kind && fits(fault.name ?? '*', name)
    })
  }

  #enter(fault: Fault): Entry {
    // A copy: what is done to the caller's object later changes nothing.
    const entry = { fault: { ...fault }, taken: 0 }
    this.#entries.add(entry)
    return entry
  }

  #take<Kind extends Fault>(concerns: (fault: Fault) => fault is Kind): Kind | undefined {
    for (const entry of this.#entries) {
      const { fault } = entry
      if (!concerns(fault) || !this.#happens(fault)) continue
      entry.taken += 1
      if (entry.taken >= (fault.times ?? 1)) this.#entries.delete(entry)
      return fault
    }
    return undefined
  }

  #happens({ probability = 1 }: Fault): boolean {
    return probability === 1 || this.#random() < probability
  }
}

interface Entry {
  readonly fault: Fault
  taken: number
}

/** Whether a name is the pattern, or begins with what stands before the star at the pattern's end. */
function fits(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
}
