import { inputShapeOf, type Shape, shapeNamed } from './service-model.ts'
import { validateInput } from './validate-input.ts'

/**
 * Returns the members of a form that AWS's API model knows, checked as `validateInput` does. Lists, which forms
 * spell `Name.member.1`, are left out: no operation here reads one.
 *
 * @throws AwsError `ValidationError`, as the services that take forms call it.
 */
export function validateForm(operation: string, form: URLSearchParams): Record<string, unknown> {
  const input: Record<string, unknown> = {}
  for (const [member, name] of Object.entries(inputShapeOf(operation).members ?? {})) {
    const text = form.get(member)
    if (text !== null) input[member] = readScalar(shapeNamed(name), text)
  }
  return validateInput(operation, input, 'ValidationError')
}

/** A text that is no number or truth stays one, so that the check names its type. */
function readScalar({ type }: Shape, text: string): unknown {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  if (type === 'integer') return /^-?\d+$/.test(text) ? Number(text) : text
  return text
}
