import { AwsError } from '../../errors.ts'

/** The error with which SageMaker refuses what its API model allows. */
export function refusal(message: string): AwsError {
  return new AwsError('ValidationException', message)
}

/** The error for a feature of SageMaker that the emulator lacks: better than a job that quietly does without. */
export function notHere(feature: string): AwsError {
  return refusal(`${feature} is not available in this local emulator.`)
}
