import { AwsError } from '../errors.ts'
import type { Shape, ShapeType } from './service-model.ts'

/** How AWS calls each JSON type when it is found where it doesn't belong. */
const tokens = {
  string: 'STRING_VALUE',
  number: 'NUMBER_VALUE',
  boolean: 'BOOLEAN_VALUE',
} as const

const javaNames: Readonly<Record<ShapeType, string>> = {
  structure: 'Structure',
  list: 'List',
  map: 'Map',
  string: 'String',
  blob: 'Blob',
  boolean: 'Boolean',
  integer: 'Integer',
  long: 'Long',
  float: 'Float',
  double: 'Double',
  timestamp: 'Timestamp',
}

/**
 * Requires that a value has the JSON type of its shape.
 *
 * @throws AwsError `SerializationException` that names the place.
 */
export function requireType(shape: Shape, value: unknown, path: string): void {
  if (hasType(shape.type, value)) return
  const place = path === '' ? '' : ` (at '${path}')`
  throw new AwsError('SerializationException', `${mismatch(shape.type, value)}${place}`)
}

function hasType(type: ShapeType, value: unknown): boolean {
  switch (type) {
    case 'structure':
    case 'map':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'list':
      return Array.isArray(value)
    case 'string':
    case 'blob':
      return typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean'
    case 'integer':
    case 'long':
      return Number.isInteger(value)
    case 'float':
    case 'double':
    case 'timestamp':
      return typeof value === 'number'
  }
}

function mismatch(type: ShapeType, value: unknown): string {
  if (value === null) return 'null found where not expected'
  if (Array.isArray(value)) return 'Start of list found where not expected'
  if (typeof value === 'object') return 'Start of structure or map found where not expected'
  return `${tokens[typeof value as keyof typeof tokens]} can not be converted to ${article(javaNames[type])}`
}

function article(name: string): string {
  return `${name === 'Integer' ? 'an' : 'a'} ${name}`
}
