import { createLedger, type Ledger } from '../ledger.ts'
import { checkName } from '../naming/check-name.ts'
import { uniqueName } from '../naming/unique-name.ts'
import { createOnce } from '../requests/create-once.ts'
import { request } from '../requests/request.ts'
import { withFreshRole } from '../requests/with-fresh-role.ts'
import { arnOf } from '../session/arn.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import { type ModelOptions, modelSpec } from './model-spec.ts'

/**
 * A model in SageMaker: an image and the artifacts that it loads.
 *
 * @public
 */
export interface Model {
  /** What endpoint configs call it, such as `iris-model`. */
  readonly name: string
  /** Such as `arn:aws:sagemaker:eu-west-1:123456789012:model/iris-model`. */
  readonly arn: string
}

/**
 * What `createModel` takes: what the model is made of, a ledger and a signal.
 *
 * @public
 */
export interface CreateModelOptions extends ModelOptions {
  /** Told of the model. */
  readonly ledger?: Ledger | undefined
  /** Ends the request with an `aborted` error; none is sent once it has aborted. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Makes a model that an endpoint can serve.
 *
 * @throws `invalid-option`, `role-missing`, `role-not-assumable`, `access-denied`, `name-taken`, `request-refused`
 * @public
 * @example
 * ```ts
 * import { createModel, createSession } from '@byo/core'
 *
 * const session = await createSession({ role: 'SageMakerRole' })
 * const model = await createModel(session, {
 *   image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/iris-mars:latest',
 *   modelDataUri: 's3://my-bucket/byo/iris-1/output/model.tar.gz',
 * })
 * ```
 */
export async function createModel(session: Session, options: CreateModelOptions): Promise<Model> {
  const { ledger = createLedger(), signal } = options
  const name = checkName('model', options.name ?? uniqueName('model', session.runtime))
  const spec = modelSpec(options, { name, roleArn: await session.roleArn() })
  const arn = await arnOf(session, 'sagemaker', `model/${name.toLowerCase()}`)
  const sageMaker = await session.clients.sageMaker()

  throwIfAborted(signal, `creating model ${name}`)
  const fresh = { roleArn: spec.ExecutionRoleArn, runtime: session.runtime, signal }
  const { ModelArn } = await withFreshRole(fresh, () =>
    ledger.make({ kind: 'model', name, arn }, () =>
      createOnce(
        () => request('CreateModel', undefined, () => sageMaker.createModel(spec)),
        async () => {
          const there = await request('DescribeModel', undefined, () =>
            sageMaker.describeModel({ ModelName: name }),
          )
          const { Image, ModelDataUrl } = there.PrimaryContainer ?? {}
          const isOwn =
            Image === spec.PrimaryContainer?.Image &&
            ModelDataUrl === spec.PrimaryContainer?.ModelDataUrl
          return isOwn ? { ModelArn: there.ModelArn } : undefined
        },
      ),
    ),
  )
  return { name, arn: ModelArn ?? arn }
}
