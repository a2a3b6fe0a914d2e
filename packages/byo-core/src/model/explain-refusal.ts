import { type ByoErrorCode, RequestError } from '../errors.ts'

/** What CreateModel says of images and archives that it can't have, and what to do about it. */
const refusals: readonly {
  readonly words: RegExp
  readonly code: ByoErrorCode
  readonly advice: string
}[] = [
  {
    words: /unsupported manifest media type/i,
    code: 'image-refused',
    advice:
      'SageMaker hosts images for one platform with a Docker manifest only: publish the program with publishImage, or build with "docker buildx build --provenance=false --platform linux/amd64 --output type=image,oci-mediatypes=false,push=true".',
  },
  {
    words: /docker label/i,
    code: 'image-refused',
    advice:
      "If its containers can do this, give publishImage these labels with the value 'true', or write LABEL lines in the Dockerfile.",
  },
  {
    words: /could not find model data/i,
    code: 'model-data-not-found',
    advice:
      "Check the address, that training has completed, that the bucket is in the session's region, and that the role may read it (s3:GetObject, s3:ListBucket).",
  },
]

/** The same error, or one with a code of its own that says what to do. */
export function explainRefusal(error: unknown): unknown {
  if (!(error instanceof RequestError) || error.code !== 'request-refused') return error
  const found = refusals.find(({ words }) => words.test(error.awsMessage))
  if (found === undefined) return error
  const text = `${error.operation} was refused: ${error.awsMessage} ${found.advice}`
  return new RequestError(found.code, text, error, error.cause)
}
