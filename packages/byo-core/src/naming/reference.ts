/** The address of an image, an archive or data: itself, or of what has it. */
export function uriOf(value: string | { readonly uri: string }): string {
  return typeof value === 'string' ? value : value.uri
}

/** The name of a resource of SageMaker: itself, or of what has it. */
export function nameOf(value: string | { readonly name: string }): string {
  return typeof value === 'string' ? value : value.name
}
