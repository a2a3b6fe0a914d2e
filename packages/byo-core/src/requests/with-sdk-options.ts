/**
 * Members of a request of the AWS SDK at any depth, all optional: what this package has no option for.
 *
 * @public
 */
export type SdkOptions<Input> = {
  readonly [Member in keyof Input]?: Input[Member] extends readonly unknown[] | undefined
    ? Input[Member]
    : Input[Member] extends object | undefined
      ? SdkOptions<Input[Member]>
      : Input[Member]
}

/** The request with the extras laid over it, structure by structure; a list or a value takes the place of the one there. */
export function withSdkOptions<Input extends object>(
  input: Input,
  extras: SdkOptions<Input> | undefined,
): Input {
  if (extras === undefined) return input
  const merged = { ...input } as Record<string, unknown>
  for (const [member, extra] of Object.entries(extras)) {
    if (extra === undefined) continue
    const there = merged[member]
    merged[member] = isStructure(there) && isStructure(extra) ? withSdkOptions(there, extra) : extra
  }
  return merged as Input
}

function isStructure(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  )
}
