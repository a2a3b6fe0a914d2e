/**
 * An object that a transform job has transformed.
 *
 * @public
 */
export interface TransformedObject {
  /** Where the input lies below the prefix or in the manifest, such as `2026/a.csv`. */
  readonly path: string
  /** Such as `s3://bucket/in/2026/a.csv`. */
  readonly inputUri: string
  /** Such as `s3://bucket/out/2026/a.csv.out`. */
  readonly outputUri: string
  /** How long the output is. */
  readonly bytes: number
}
