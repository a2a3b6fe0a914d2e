import { removeListed } from '../cleanup/remove-listed.ts'
import { undoOnFailure } from '../cleanup/undo-on-failure.ts'
import { createEndpointHandle, type Endpoint } from '../endpoint/endpoint.ts'
import { createLedger, type Ledger } from '../ledger.ts'
import { uniqueName } from '../naming/unique-name.ts'
import type { Run, RunTools } from '../train-and-deploy/perform-run.ts'
import { checkModelHosting, type RunOptions } from '../train-and-deploy/run-options.ts'
import { hostModel } from '../train-and-deploy/shared-steps.ts'
import type { TuningRanges } from '../tuning/ranges.ts'
import type { DeployBestOptions } from './options.ts'
import type { RunResult } from './steps.ts'
import type { TunedModel } from './tune.ts'

/** What the handle needs to know besides the run. */
interface TunedFacts<Ranges extends TuningRanges> extends RunTools, RunResult<Ranges> {
  readonly options: Pick<RunOptions, 'name' | 'keep'>
}

/** The handle of a search that has found a best model. */
export function createTunedHandle<Ranges extends TuningRanges>(
  run: Run,
  { imageUri, tuning, options, remove, closeOwnSession }: TunedFacts<Ranges>,
): TunedModel<Ranges> {
  const { session, ledger, name } = run
  const { keep = false } = options
  /** One for each endpoint, which removes no more than its own. */
  const deployments: Ledger[] = []
  const allResources = () => [ledger, ...deployments].flatMap(({ resources }) => [...resources])

  const deploy = async ({ signal, ...hosting }: DeployBestOptions): Promise<Endpoint> => {
    checkModelHosting(hosting)
    const own = createLedger()
    deployments.push(own)
    const endpointName = uniqueName(options.name ?? 'byo', session.runtime)
    const removeUnlessKept = async () => {
      if (keep) return { removed: [], leftovers: [] }
      const report = await remove([...own.resources], undefined)
      for (const resource of report.removed) own.remove(resource)
      return report
    }
    const arn = await undoOnFailure(own, removeUnlessKept, () =>
      hostModel(
        { ...run, name: endpointName, ledger: own },
        { hosting, signal },
        { imageUri, modelDataUri: tuning.best.modelDataUri },
      ),
    )
    return createEndpointHandle(session, {
      name: endpointName,
      arn,
      ledger: own,
      remove,
      async dispose(self) {
        if (!keep) await self.delete()
      },
    })
  }

  return {
    name,
    session,
    imageUri,
    best: tuning.best,
    trials: tuning.trials,
    tuning,
    get resources() {
      return allResources()
    },
    deploy: (hosting = {}) => deploy(hosting),
    async cleanUp({ signal } = {}) {
      return removeListed([ledger, ...deployments], allResources(), (resources) =>
        remove(resources, signal),
      )
    },
    [Symbol.asyncDispose]: async () => closeOwnSession(),
  }
}
