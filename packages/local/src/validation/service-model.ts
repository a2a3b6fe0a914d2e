import model from './sagemaker-model.json' with { type: 'json' }

/** One shape of AWS's API model, with the constraints that the service checks. */
export interface Shape {
  readonly type: ShapeType
  /** Members that must be there, of a structure. */
  readonly required?: readonly string[]
  /** Least length, member count or value. */
  readonly min?: number
  /** Greatest length, member count or value. */
  readonly max?: number
  /** A regular expression in Java's syntax that the whole text must match. */
  readonly pattern?: string
  readonly enum?: readonly string[]
  /** Names of the shapes of a structure's members. */
  readonly members?: Readonly<Record<string, string>>
  /** Members that travel as HTTP headers, by header name in lower case. */
  readonly headers?: Readonly<Record<string, string>>
  /** Name of the shape of a list's elements. */
  readonly member?: string
  /** Name of the shape of a map's keys. */
  readonly key?: string
  /** Name of the shape of a map's values. */
  readonly value?: string
}

/** What a value of a shape is in JSON. */
export type ShapeType =
  | 'structure'
  | 'list'
  | 'map'
  | 'string'
  | 'blob'
  | 'boolean'
  | 'integer'
  | 'long'
  | 'float'
  | 'double'
  | 'timestamp'

/** The part of AWS's API model that the implemented operations take. */
export interface ServiceModel {
  /** Name of the input's shape by operation. */
  readonly operations: Readonly<Record<string, string>>
  readonly shapes: Readonly<Record<string, Shape>>
}

export const serviceModel: ServiceModel = model as unknown as ServiceModel

/** The shape that the model has under a name. */
export function shapeNamed(name: string): Shape {
  const shape = serviceModel.shapes[name]
  if (shape === undefined) throw new Error(`The extracted API model has no shape "${name}".`)
  return shape
}

/** The shape of what an operation takes. */
export function inputShapeOf(operation: string): Shape {
  const name = serviceModel.operations[operation]
  if (name === undefined)
    throw new Error(`The extracted API model has no operation "${operation}".`)
  return shapeNamed(name)
}
