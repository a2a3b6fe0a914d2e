/** What is to be done about a quota that is used up. */
export function quotaAdvice(message: string): string {
  const name = quotaNameOf(message)
  const quota = name === undefined ? 'more' : `more of the quota "${name}"`
  return `Ask for ${quota} in Service Quotas, or choose another instance type.`
}

/**
 * The name of the quota in AWS's words, such as `ml.g6.2xlarge for training job usage`; it is that of Service
 * Quotas, without the words in front.
 */
function quotaNameOf(message: string): string | undefined {
  return /\bservice limit '([^']+)'/i.exec(message)?.[1]
}
