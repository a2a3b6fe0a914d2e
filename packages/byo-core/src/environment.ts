/** The variables that this package reads itself; the SDK reads AWS's own. */
export interface Environment {
  /** `SAGEMAKER_ROLE_ARN`: the role that SageMaker takes on, as a name or an ARN. */
  readonly role: string | undefined
  /** `BYO_BASE_IMAGE`: what `publishImage` builds on. */
  readonly baseImage: string | undefined
  /** True when `AWS_ENDPOINT_URL` or `AWS_ENDPOINT_URL_S3` sends S3 somewhere of one's own. */
  readonly ownS3Endpoint: boolean
}

/** Reads what the process was given; an empty variable counts as unset. */
export function readEnvironment(): Environment {
  const { env } = process
  return {
    role: env.SAGEMAKER_ROLE_ARN || undefined,
    baseImage: env.BYO_BASE_IMAGE || undefined,
    ownS3Endpoint: Boolean(env.AWS_ENDPOINT_URL || env.AWS_ENDPOINT_URL_S3),
  }
}

/** The stream for messages to people. */
export function standardError(): NodeJS.WritableStream {
  return process.stderr
}

const nodeWarningSwitch = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'

/**
 * Makes an SDK client without the SDK's warning about future Node versions: it would land between
 * the lines that our users' users read, who can do nothing about it. The variable is the SDK's own
 * switch, looked at while a client is made; whoever has set it keeps their choice.
 */
export function withoutNodeWarning<T>(makeClient: () => T): T {
  if (process.env[nodeWarningSwitch] !== undefined) return makeClient()
  process.env[nodeWarningSwitch] = 'true'
  try {
    return makeClient()
  } finally {
    delete process.env[nodeWarningSwitch]
  }
}
