import type { StandardSchemaV1 } from '@standard-schema/spec'
import { ByoError } from '../errors.ts'
import { createLedger } from '../ledger.ts'
import { uniqueName } from '../naming/unique-name.ts'
import { createSession } from '../session/create-session.ts'
import type { Session } from '../session/session.ts'
import { stepRunner } from '../train-and-deploy/events.ts'
import { checkOptions, type TrainAndDeployOptions } from '../train-and-deploy/options.ts'
import { runTags } from '../train-and-deploy/run-tags.ts'
import { runSteps } from '../train-and-deploy/steps.ts'
import type { AnyHyperparameters } from '../training/training-options.ts'
import { emptyContents } from './empty-contents.ts'
import type { PlannedRequest } from './planned-request.ts'
import { planningClients } from './planning-clients.ts'
import { predictAnswers } from './predict-answers.ts'

/**
 * The dry run: every request by which `trainAndDeploy` with these options would make or change
 * something, in order, with its input. Nothing is made; asked is only what decides what has to be made:
 * who calls, and whether buckets, repository, image layers and the base image are there. Layers and
 * files that are sent side by side may arrive in another order, and a later run has another name.
 * `onEvent` and `keep` play no part. What Docker would build can't be told without building it, so `dockerfile`
 * is refused.
 *
 * @throws what `trainAndDeploy` throws before it makes something: `invalid-option`, `data-not-found`,
 * `program-not-found`, `role-missing`, `bucket-unavailable`, `base-image-unavailable`, `credentials-missing`
 * @public
 * @example
 * ```ts
 * import { formatPlan, planTrainAndDeploy } from '@byo/core'
 *
 * const requests = await planTrainAndDeploy({
 *   program: 'dist/container.mjs',
 *   trainingData: { train: 'iris.csv' },
 * })
 * console.log(formatPlan(requests))
 * ```
 */
export async function planTrainAndDeploy<Schema extends StandardSchemaV1 = AnyHyperparameters>(
  options: TrainAndDeployOptions<Schema>,
): Promise<readonly PlannedRequest[]> {
  await checkOptions(options)
  if (options.dockerfile !== undefined) {
    throw new ByoError(
      'invalid-option',
      'A dry run builds nothing with Docker: give planTrainAndDeploy a program or an image instead of the dockerfile.',
    )
  }
  const session = options.session ?? (await createSession(options))
  try {
    return await planWith(session, options)
  } finally {
    if (options.session === undefined) session.close()
  }
}

/** Goes through the very steps of a run, with clients that write down and answer what they don't send. */
async function planWith(
  session: Session,
  options: TrainAndDeployOptions<StandardSchemaV1>,
): Promise<readonly PlannedRequest[]> {
  const name = uniqueName(options.name ?? 'byo', session.runtime)
  const requests: PlannedRequest[] = []
  const { contents, omit } = emptyContents()
  const answer = predictAnswers({ region: session.region, accountId: await session.accountId() })
  const clients = planningClients(session.clients, {
    answer,
    note: (service, operation, input) =>
      // The compiler doesn't see that the three belong together.
      requests.push({ service, operation, input: omit(input) } as PlannedRequest),
  })
  await runSteps(
    {
      session: session.withClients(clients),
      ledger: createLedger(),
      name,
      tags: runTags(options.tags, name),
      step: stepRunner(undefined, session.runtime.now),
      contents,
    },
    options,
  )
  return requests
}
