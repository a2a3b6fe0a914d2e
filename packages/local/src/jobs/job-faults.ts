/** What is to go wrong with one run of a job or endpoint. */
export interface JobFault {
  readonly failureReason?: string
  readonly capacity?: boolean
  readonly delayMilliseconds?: number
  readonly interruptAfterMilliseconds?: number
}

/** Tells what is to go wrong. */
export interface JobFaults {
  /** The next fault of a job, which counts as used. */
  takeForJob(kind: 'training' | 'endpoint', name: string): JobFault | undefined
}
