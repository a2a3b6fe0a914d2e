import { checkBadInvocations } from './bad-invocation-checks.ts'
import { contentsOf, firstChange } from './base-folder.ts'
import type { Bench } from './bench.ts'
import { type Claim, fail, pass, skip } from './check.ts'
import { checkConnections } from './connection-checks.ts'
import { checkImageServing } from './image-serving-checks.ts'
import { checkInvocations, checkLargeBody } from './invocation-checks.ts'
import { type Invoker, readInvoker } from './invoker.ts'
import { checkOptionalRoutes } from './optional-route-checks.ts'
import { checkPing, checkStart } from './ping-checks.ts'
import { type Served, serve } from './server.ts'
import { checkShutdown } from './shutdown-checks.ts'
import { checkNoModel, checkPortInUse } from './start-failure-checks.ts'

/** Serves a model and checks everything from the first /ping to the last answer after SIGTERM. */
export async function checkServing(bench: Bench, model: string): Promise<void> {
  const invoker = await readInvoker(bench.options)
  const before = await contentsOf(model)
  const served = await serve(bench, { model })
  await checkStart(bench, served)
  if (!served.healthy) return
  try {
    await checkPing(bench, served)
    await checkInvocations(bench, served, invoker)
    await checkBadInvocations(bench, served, invoker)
    await checkConnections(bench, served, invoker)
    await checkOptionalRoutes(bench, served)
    await checkModelUntouched(bench, before)
    await checkLargeBody(bench, served, invoker)
  } finally {
    await served.run.kill()
  }
  await checkEnds(bench, model, served, invoker)
}

/** Everything that needs a start of its own. */
async function checkEnds(
  bench: Bench,
  model: string,
  served: Served,
  invoker: Invoker | undefined,
): Promise<void> {
  await checkShutdown(bench, model, invoker)
  if (bench.subject.kind === 'image') await checkImageServing(bench, served)
  await checkPortInUse(bench, served)
  await checkNoModel(bench, served, invoker)
}

async function checkModelUntouched(
  bench: Bench,
  before: ReadonlyMap<string, string>,
): Promise<void> {
  const claim: Claim = {
    part: 'serving',
    level: 'required',
    ids: ['S12'],
    title: 'it serves from a model folder that it cannot write',
  }
  await bench.check(claim, async () => {
    if (bench.subject.kind === 'image') return pass('The folder was read-only.')
    const changed = firstChange(before, await contentsOf(bench.base.paths.modelDir))
    // Python keeps these beside code that it may write to, and does without where it may not.
    if (changed === undefined || changed.includes('__pycache__'))
      return pass('It left it as it was.')
    return fail(
      `It changed model/${changed}. The folder is read-only on the platform: write to /tmp.`,
    )
  })
}

/** Tells what was not tried. */
export async function skipServing(bench: Bench, reason: string): Promise<void> {
  await bench.check(
    { part: 'serving', level: 'required', ids: ['S01', 'S06'], title: 'it serves the model' },
    () => skip(reason),
  )
}
