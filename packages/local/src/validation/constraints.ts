import { matchesJavaPattern } from './java-pattern.ts'
import type { Shape } from './service-model.ts'

/**
 * The constraints of its own shape that a value breaks, in AWS's words. A text of the wrong length is not
 * matched against the pattern as well: one fault, one sentence.
 */
export function brokenConstraints(shape: Shape, value: unknown): readonly string[] {
  const { noun, size } = measure(shape, value)
  const broken: string[] = []
  if (size !== undefined && shape.max !== undefined && size > shape.max)
    broken.push(atMost(noun, shape.max))
  if (size !== undefined && shape.min !== undefined && size < shape.min)
    broken.push(atLeast(noun, shape.min))
  if (broken.length > 0 || typeof value !== 'string') return broken
  if (shape.pattern !== undefined && !matchesJavaPattern(shape.pattern, value)) {
    broken.push(patternText(shape.pattern))
  }
  if (shape.enum !== undefined && !shape.enum.includes(value)) broken.push(enumText(shape.enum))
  return broken
}

/** All constraints of a shape, broken or not: AWS lists them so for the elements of maps and lists. */
export function allConstraints(shape: Shape): readonly string[] {
  const { noun } = measure(shape, undefined)
  return [
    ...(shape.max === undefined ? [] : [atMost(noun, shape.max)]),
    ...(shape.min === undefined ? [] : [atLeast(noun, shape.min)]),
    ...(shape.pattern === undefined ? [] : [patternText(shape.pattern)]),
    ...(shape.enum === undefined ? [] : [enumText(shape.enum)]),
  ]
}

/** What `min` and `max` count in a value of the shape. */
function measure(shape: Shape, value: unknown): { noun: string; size: number | undefined } {
  if (typeof value === 'number') return { noun: 'value', size: value }
  // Bytes, which travel as Base64.
  if (typeof value === 'string' && shape.type === 'blob')
    return { noun: 'length', size: Buffer.byteLength(value, 'base64') }
  // Characters as Java counts them: UTF-16 units, like JavaScript.
  if (typeof value === 'string' || Array.isArray(value))
    return { noun: 'length', size: value.length }
  if (typeof value === 'object' && value !== null) {
    return { noun: 'length', size: Object.keys(value).length }
  }
  const isNumber = ['integer', 'long', 'float', 'double'].includes(shape.type)
  return { noun: isNumber ? 'value' : 'length', size: undefined }
}

function atMost(noun: string, limit: number): string {
  return `Member must have ${noun} less than or equal to ${limit}`
}

function atLeast(noun: string, limit: number): string {
  return `Member must have ${noun} greater than or equal to ${limit}`
}

function patternText(pattern: string): string {
  return `Member must satisfy regular expression pattern: ${pattern}`
}

function enumText(values: readonly string[]): string {
  return `Member must satisfy enum value set: [${values.join(', ')}]`
}
