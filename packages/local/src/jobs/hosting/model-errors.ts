import type { ContainerAnswer } from './call-container.ts'

/** S3 has no object for a target model. */
export class ModelMissing extends Error {
  override readonly name = 'ModelMissing'
  readonly bucket: string
  readonly key: string

  constructor(bucket: string, key: string) {
    super(`There is no object s3://${bucket}/${key}.`)
    this.bucket = bucket
    this.key = key
  }
}

/** The container has refused to load a model. */
export class ModelLoadError extends Error {
  override readonly name = 'ModelLoadError'
  readonly answer: ContainerAnswer

  constructor(answer: ContainerAnswer) {
    super(`The container answered ${answer.statusCode} when it was to load a model.`)
    this.answer = answer
  }
}
