// How late the end of a job is noticed, and by how many requests: our waits beside the waiters that the AWS SDK ships,
// both as they are, on a clock that jumps from look to look. Requests take no time here.
import {
  waitUntilEndpointInService,
  waitUntilTrainingJobCompletedOrStopped,
} from '@aws-sdk/client-sagemaker'
import { waitUntil } from '../packages/byo-core/dist/waiting/wait-until.js'
import { seededRandom } from './cases/seeded-random.mjs'
import { mean, percentile } from './figures.mjs'
import { row } from './rows.mjs'

const minute = 60
const hour = 60 * minute

/** What is waited for: a training job or an endpoint, and for how many seconds. */
const waits = [
  { work: '1 min of training', seconds: minute, sdkWaiter: waitForTrainingBySdk },
  { work: '10 min of training', seconds: 10 * minute, sdkWaiter: waitForTrainingBySdk },
  { work: '1 h of training', seconds: hour, sdkWaiter: waitForTrainingBySdk },
  { work: '6 h of training', seconds: 6 * hour, sdkWaiter: waitForTrainingBySdk },
  { work: '4 min to an endpoint', seconds: 4 * minute, sdkWaiter: waitForEndpointBySdk },
  { work: '15 min to an endpoint', seconds: 15 * minute, sdkWaiter: waitForEndpointBySdk },
]

export async function* benchWaiting(_folder, { quick }) {
  const runs = quick ? 50 : 2000
  for (const { work, seconds, sdkWaiter } of waits) {
    const ours = []
    const its = []
    for (let seed = 1; seed <= runs; seed++) {
      // A tenth longer or shorter, so that no end falls on a look by rule.
      const end = seconds * (0.9 + 0.2 * seededRandom(seed)())
      ours.push(await simulate(end, seed, waitByOurs))
      its.push(await simulate(end, seed, sdkWaiter))
    }
    yield latenessRow(work, ours, its)
    yield requestsRow(work, seconds, ours, its)
  }
}

/** The goal holds for 95 of 100 waits here and, as a problem otherwise, for each of them. */
function latenessRow(work, ours, its) {
  const [late, itsLate] = [ours, its].map((side) => side.map(lateness))
  const beyond = ours.filter((run) => lateness(run) > Math.max(10, run.end / 100))
  return row({
    part: 'waiting',
    work: `end of ${work}, late, p95`,
    ours: { by: 'waitUntil', value: percentile(late, 0.95) },
    rival: { by: "SDK's waiter", value: percentile(itsLate, 0.95) },
    goal: { atMost: Math.max(10, mean(ours.map(({ end }) => end)) / 100) },
    facts: { 'mean, s': mean(late), 'its mean, s': mean(itsLate), runs: ours.length },
    ...(beyond.length > 0 && { problem: `${beyond.length} ends were noticed too late` }),
  })
}

/**
 * Fewer than one every ten seconds can only be asked of waits of which a hundredth is more than ten
 * seconds: for shorter ones the goal of lateness takes as many by itself.
 */
function requestsRow(work, seconds, ours, its) {
  const requests = (side) => mean(side.map((run) => run.looks))
  return row({
    part: 'waiting',
    work: `end of ${work}, requests until then`,
    ours: { by: 'waitUntil', value: requests(ours) },
    unit: 'requests',
    goal: seconds > 1000 ? { atMost: seconds / 10 } : null,
    facts: { "SDK's waiter": requests(its), 'one every 10 s': seconds / 10 },
  })
}

const lateness = ({ end, noticed }) => noticed - end

/** One wait for something that ends at `end`, in seconds from its start: when that was noticed, after how many looks. */
async function simulate(end, seed, wait) {
  const clock = { now: 0, looks: 0, random: seededRandom(seed) }
  await wait(clock, () => {
    clock.looks += 1
    return clock.now / 1000 >= end
  })
  return { end, noticed: clock.now / 1000, looks: clock.looks }
}

function waitByOurs(clock, hasEnded) {
  const runtime = {
    now: () => clock.now,
    async sleep(milliseconds) {
      clock.now += milliseconds
    },
    randomBytes: (count) => Uint8Array.from({ length: count }, () => clock.random() * 256),
  }
  return waitUntil({ subject: 'the end', runtime }, async () =>
    hasEnded() ? { state: 'SUCCESS', value: undefined } : { state: 'RETRY', seen: 'InProgress' },
  )
}

function waitForTrainingBySdk(clock, hasEnded) {
  const answer = () => ({ TrainingJobStatus: hasEnded() ? 'Completed' : 'InProgress' })
  return waitBySdk(clock, answer, (options) =>
    waitUntilTrainingJobCompletedOrStopped(options, { TrainingJobName: 'job' }),
  )
}

function waitForEndpointBySdk(clock, hasEnded) {
  const answer = () => ({ EndpointStatus: hasEnded() ? 'InService' : 'Creating' })
  return waitBySdk(clock, answer, (options) =>
    waitUntilEndpointInService(options, { EndpointName: 'endpoint' }),
  )
}

/** A waiter of the SDK takes clock, timer and chance from the globals, so these are ours while it runs. */
async function waitBySdk(clock, answer, waiter) {
  const { setTimeout } = globalThis
  const { now } = Date
  const { random } = Math
  globalThis.setTimeout = (resolve, milliseconds) => {
    clock.now += milliseconds
    resolve()
  }
  Date.now = () => clock.now
  Math.random = clock.random
  try {
    const week = 7 * 24 * hour
    await waiter({ client: { send: async () => answer() }, maxWaitTime: week })
  } finally {
    globalThis.setTimeout = setTimeout
    Date.now = now
    Math.random = random
  }
}
