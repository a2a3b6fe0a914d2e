import { ByoError } from '../errors.ts'

const repositoryPattern =
  /^(?=.{2,256}$)[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/
const tagPattern = /^\w[\w.-]{0,127}$/

/** Throws unless ECR takes the names. */
export function checkNames(repository: string, tag: string | undefined): void {
  if (!repositoryPattern.test(repository)) {
    throw new ByoError(
      'invalid-option',
      `"${repository}" is not a repository's name: use 2 to 256 lower-case letters, digits, and single . _ - / between them.`,
    )
  }
  if (tag !== undefined && !tagPattern.test(tag)) {
    throw new ByoError('invalid-option', `"${tag}" is not an image's tag.`)
  }
}
