import type { Platform } from '../platform.ts'
import { formatS3Uri, type S3Location } from '../s3-uri.ts'
import type { ObjectFailure } from './object-failure.ts'
import { transformLogGroup } from './transform-container.ts'
import type { ResolvedParameters } from './transform-parameters.ts'

/** What the platform itself writes of an instance's work, beside what its containers do. */
export class DataLog {
  readonly #clock: Platform['clock']
  readonly #append: (line: string) => void

  /** @param stream - The name of the instance's log stream. */
  constructor({ clock, logs }: Platform, region: string, stream: string) {
    const log = logs.open(region, transformLogGroup, `${stream}/data-log`)
    this.#clock = clock
    this.#append = (line) => log.append(line)
  }

  /** How requests will be made. */
  parameters({ parameters, problem }: ResolvedParameters): void {
    const { maxConcurrentTransforms, maxPayloadInMB, batchStrategy } = parameters
    const strategy = batchStrategy === 'SingleRecord' ? 'SINGLE_RECORD' : 'MULTI_RECORD'
    if (problem !== undefined) this.#write(`GET /execution-parameters is ignored: ${problem}`)
    this.#write(
      `MaxConcurrentTransforms=${maxConcurrentTransforms}, MaxPayloadInMB=${maxPayloadInMB}, BatchStrategy=${strategy}`,
    )
  }

  /** Why an object has failed, in the lines that SageMaker writes for it. */
  failure(object: S3Location, { kind, answer, message }: ObjectFailure): void {
    const key = formatS3Uri(object).slice('s3://'.length)
    const lines = answer
      ? [`${kind}: ${answer.statusCode}`, '', 'Message:', ...answer.text.split(/\r?\n/)]
      : [`${kind}: ${message}`]
    for (const line of lines) this.#write(`${key}: ${line}`)
  }

  /** As real jobs have it, such as `2020-10-14T04:08:19.163:[sagemaker logs]: …` (aws/amazon-sagemaker-examples#1620). */
  #write(text: string): void {
    const time = this.#clock.now().toISOString().slice(0, -1)
    this.#append(`${time}:[sagemaker logs]: ${text}`)
  }
}
