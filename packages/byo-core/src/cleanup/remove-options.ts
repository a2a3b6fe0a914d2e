/** @internal */
export interface RemoveOptions {
  /** Stops training and tuning jobs that run, but leaves their records and logs to look at. */
  readonly keepTrainingJobs?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  /** Told, again and again, what a removal has to wait for. */
  readonly onStatus?: ((status: string) => void) | undefined
}
