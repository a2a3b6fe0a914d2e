import { ByoError } from '../errors.ts'
import { createLedger } from '../ledger.ts'
import { uniqueName } from '../naming/unique-name.ts'
import { createSession } from '../session/create-session.ts'
import type { Session } from '../session/session.ts'
import { stepRunner } from '../train-and-deploy/events.ts'
import type { Run } from '../train-and-deploy/perform-run.ts'
import type { RunOptions } from '../train-and-deploy/run-options.ts'
import { runTags } from '../train-and-deploy/run-tags.ts'
import { emptyContents } from './empty-contents.ts'
import type { PlannedRequest } from './planned-request.ts'
import { planningClients } from './planning-clients.ts'
import { predictAnswers } from './predict-answers.ts'

/** What is to be planned, and how long the run's name may be. */
type PlanOptions = RunOptions & { readonly maxNameLength?: number }

/** Goes through the very steps of a run, and gives the requests by which it would make or change something. */
export async function planRun(
  options: PlanOptions,
  steps: (run: Run) => Promise<unknown>,
): Promise<readonly PlannedRequest[]> {
  if (options.dockerfile !== undefined) {
    throw new ByoError(
      'invalid-option',
      'A dry run builds nothing with Docker: give it a program or an image instead of the dockerfile.',
    )
  }
  const session = options.session ?? (await createSession(options))
  try {
    return await planWith(session, options, steps)
  } finally {
    if (options.session === undefined) session.close()
  }
}

/** With clients that write down and answer what they don't send. */
async function planWith(
  session: Session,
  options: PlanOptions,
  steps: (run: Run) => Promise<unknown>,
): Promise<readonly PlannedRequest[]> {
  const name = uniqueName(options.name ?? 'byo', session.runtime, options.maxNameLength)
  const requests: PlannedRequest[] = []
  const { contents, omit } = emptyContents()
  const answer = predictAnswers({ region: session.region, accountId: await session.accountId() })
  const clients = planningClients(session.clients, {
    answer,
    note: (service, operation, input) =>
      // The compiler doesn't see that the three belong together.
      requests.push({ service, operation, input: omit(input) } as PlannedRequest),
  })
  await steps({
    session: session.withClients(clients),
    ledger: createLedger(),
    name,
    tags: runTags(options.tags, name),
    step: stepRunner(undefined, session.runtime.now),
    contents,
  })
  return requests
}
