import { limits } from '../../contract/limits.ts'
import { ContainerError } from '../../errors.ts'

/**
 * What a prediction says of its own answer besides the output.
 *
 * @public
 */
export interface InvocationResponse {
  /**
   * The Content-Type of the answer.
   *
   * @defaultValue the type that the output was encoded as
   */
  contentType: string | undefined
  /**
   * X-Amzn-SageMaker-Custom-Attributes of the answer, which the caller sees: at most 1024 visible ASCII characters and
   * spaces. Those of the request are not sent back by themselves.
   *
   * @defaultValue none
   * @throws ContainerError with code `usage` where a text is longer or has other characters.
   */
  customAttributes: string | undefined
}

/** Takes what a handler says of its answer, if that can be sent. */
export class ResponseFacts implements InvocationResponse {
  #contentType: string | undefined
  #customAttributes: string | undefined

  get contentType(): string | undefined {
    return this.#contentType
  }

  set contentType(value: string | undefined) {
    this.#contentType = checked('content type', value)
  }

  get customAttributes(): string | undefined {
    return this.#customAttributes
  }

  set customAttributes(value: string | undefined) {
    this.#customAttributes = checked('text of custom attributes', value)
  }
}

/** A line end in a header would let a text pass for a header, or a body, of its own. */
function checked(name: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  if (/^[\x20-\x7e]*$/.test(value) && value.length <= limits.customAttributesChars) return value
  throw new ContainerError(
    'usage',
    `The ${name} ${JSON.stringify(value.slice(0, 100))} (${value.length} characters) cannot stand in a header: at most ${limits.customAttributesChars} visible ASCII characters and spaces can.`,
  )
}
