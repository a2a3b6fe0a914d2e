import { JobError } from '../errors.ts'

/** What a job fails of for which there are no instances. */
export function capacityError(): JobError {
  return new JobError(
    undefined,
    'CapacityError: Unable to provision requested ML compute capacity. Please retry using a different ML instance type.',
  )
}
