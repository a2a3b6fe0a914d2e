import { minutesBelow } from './propose-capacity.ts'

/** What the scaling remembers from minute to minute; a new emulator begins anew. */
export class ScalingState {
  /** Whether someone evaluates the policies. */
  isRunning = false
  /** The values of each policy's metric, by the policy's ARN. */
  readonly #values = new Map<string, number[]>()
  /** How many invocations each variant had at the last look, by the target's ARN. */
  readonly #invocations = new Map<string, number>()
  /** When each target was scaled last, by its ARN. */
  readonly #scaled = new Map<string, { out?: number; in?: number }>()

  /** Adds the newest value of a policy's metric and returns all that still matter. */
  note(policyArn: string, value: number): readonly number[] {
    const values = [...(this.#values.get(policyArn) ?? []), value].slice(-minutesBelow)
    this.#values.set(policyArn, values)
    return values
  }

  /** Forgets the values of a policy that is gone, or is another one now. */
  forget(policyArn: string): void {
    this.#values.delete(policyArn)
  }

  /** How many invocations there were since this was asked last. */
  sinceLast(targetArn: string, total: number): number {
    const before = this.#invocations.get(targetArn) ?? 0
    this.#invocations.set(targetArn, total)
    // An endpoint that was made anew counts from the beginning.
    return total < before ? total : total - before
  }

  /** Milliseconds since a target was last scaled in a direction. */
  elapsed(targetArn: string, direction: 'in' | 'out', now: number): number {
    return now - (this.#scaled.get(targetArn)?.[direction] ?? Number.NEGATIVE_INFINITY)
  }

  scaled(targetArn: string, direction: 'in' | 'out', now: number): void {
    this.#scaled.set(targetArn, { ...this.#scaled.get(targetArn), [direction]: now })
  }
}
