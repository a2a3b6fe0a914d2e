import type {
  ContainerDefinition,
  CreateModelInput,
  DescribeModelOutput,
} from '@aws-sdk/client-sagemaker'
import { checkImage } from '../image/check/check-image.ts'
import type { ImageUse } from '../image/check/image-problem.ts'
import { createLedger, type Ledger } from '../ledger.ts'
import { checkName } from '../naming/check-name.ts'
import { uniqueName } from '../naming/unique-name.ts'
import { createOnce } from '../requests/create-once.ts'
import { request } from '../requests/request.ts'
import { withFreshRole } from '../requests/with-fresh-role.ts'
import { arnOf } from '../session/arn.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import { checkModel } from './check-model.ts'
import { explainRefusal } from './explain-refusal.ts'
import type { ModelOptions } from './model-options.ts'
import { modelSpec } from './model-spec.ts'
import { requiredLabels } from './required-labels.ts'

/**
 * A model in SageMaker: images and the artifacts that they load.
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
export type CreateModelOptions = ModelOptions & {
  /** Told of the model. */
  readonly ledger?: Ledger | undefined
  /** Ends the request with an `aborted` error; none is sent once it has aborted. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Makes a model that an endpoint can serve.
 *
 * @throws `invalid-option`; `image-not-found`; `image-refused` and `image-too-large` for one that SageMaker can't host; `model-data-not-found` for
 * an archive that isn't there or that the role can't read; `role-missing`, `role-not-assumable`, `access-denied`, `name-taken`, `request-refused`
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
  checkModel(options)
  const spec = modelSpec(options, { name, roleArn: await session.roleArn() })
  const arn = await arnOf(session, 'sagemaker', `model/${name.toLowerCase()}`)
  const sageMaker = await session.clients.sageMaker()
  if (options.checkImage !== false) await checkImages(session, spec, signal)

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
          const isOwn = containersOf(there) === containersOf(spec)
          return isOwn ? { ModelArn: there.ModelArn } : undefined
        },
      ),
    ),
  ).catch((error: unknown) => {
    throw explainRefusal(error)
  })
  return { name, arn: ModelArn ?? arn }
}

/** Where the model will be hosted isn't known yet, so an image for any machine of SageMaker's will do. */
async function checkImages(
  session: Session,
  spec: CreateModelInput,
  signal: AbortSignal | undefined,
): Promise<void> {
  const containers = containersIn(spec)
  for (const container of containers) {
    const labels = requiredLabels(container, containers.length === 1)
    const use: ImageUse = { commands: ['serve'], labels, isHosted: true, instanceTypes: [] }
    if (container.Image !== undefined) await checkImage(session, container.Image, [use], signal)
  }
}

/** By what a model is known again: its images and their archives. */
function containersOf(model: ModelContainers): string {
  return JSON.stringify(containersIn(model).map(({ Image, ModelDataUrl }) => [Image, ModelDataUrl]))
}

type ModelContainers = Pick<DescribeModelOutput, 'PrimaryContainer' | 'Containers'>

function containersIn({
  PrimaryContainer,
  Containers = PrimaryContainer ? [PrimaryContainer] : [],
}: ModelContainers): readonly ContainerDefinition[] {
  return Containers
}
