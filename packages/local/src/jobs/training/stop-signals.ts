/** Tells what runs to stop, by ARN. */
export class StopSignals {
  readonly #controllers = new Map<string, AbortController>()

  /** The signal of something that begins. */
  open(arn: string): AbortSignal {
    const controller = new AbortController()
    this.#controllers.set(arn, controller)
    return controller.signal
  }

  /** Aborts its signal; what has ended, or never ran here, takes no notice. */
  stop(arn: string): void {
    this.#controllers.get(arn)?.abort()
  }

  /** Forgets it: it has ended. */
  close(arn: string): void {
    this.#controllers.delete(arn)
  }
}
