import { AwsError } from '../errors.ts'
import type { RequestFault } from './fault.ts'

type Failing = NonNullable<RequestFault['error']>

/** The error that a fault asks for, in the words of the service that the operation belongs to. */
export function faultError(error: Failing, service: string, operation: string): AwsError {
  switch (error) {
    case 'throttle':
      return throttled(service)
    case 'quota':
      return overQuota(operation)
    case 'fail':
      return failed(service)
    default: {
      const { code, message = `${operation} fails because that was ordered.`, statusCode } = error
      return new AwsError(code, message, statusCode)
    }
  }
}

function throttled(service: string): AwsError {
  if (service === 's3') return new AwsError('SlowDown', 'Please reduce your request rate.', 503)
  if (service === 'registry') return new AwsError('TOOMANYREQUESTS', 'Rate exceeded', 429)
  return new AwsError('ThrottlingException', 'Rate exceeded')
}

function overQuota(operation: string): AwsError {
  const kind = /^Create(Training|Transform)Job$/.exec(operation)?.[1]?.toLowerCase()
  const usage = kind === undefined ? 'endpoint' : `${kind} job`
  return new AwsError(
    'ResourceLimitExceeded',
    `The account-level service limit 'ml.m5.large for ${usage} usage' is 0 Instances, with current utilization of 0 Instances and a request delta of 1 Instances. Please use AWS Service Quotas to request an increase for this quota. If AWS Service Quotas is not available, contact AWS support to request an increase for this quota.`,
  )
}

function failed(service: string): AwsError {
  const code = service === 's3' ? 'InternalError' : 'InternalFailure'
  return new AwsError(code, 'We encountered an internal error. Please try again.', 500)
}
