import { describe, expect, it } from 'vitest'
import type { Bench } from '../../src/check/bench.ts'
import { checkAllConditions } from '../../src/check/condition-checks.ts'
import { checkFailures, checkTraining, checkUnknownWord } from '../../src/check/training-checks.ts'
import { checkTrainingStop } from '../../src/check/training-stop-checks.ts'
import { documentedPlan, train } from '../../src/check/trial.ts'
import { benchWith, checkData, failures, type Test } from '../fixtures/check/try-fault.ts'

type Attempt = (bench: Bench) => Promise<unknown>
const trains: Attempt = (bench) => checkTraining(bench, documentedPlan(bench))
const bears: Attempt = (bench) => checkAllConditions(bench, documentedPlan(bench))
const refuses: Attempt = (bench) => checkUnknownWord(bench, documentedPlan(bench))
const stops: Attempt = async (bench) => {
  const plan = documentedPlan(bench)
  await checkTrainingStop(bench, plan, await train(bench, plan))
}
const fails: Attempt = async (bench) => {
  const plan = documentedPlan(bench)
  await checkFailures(bench, plan, await train(bench, plan))
}

describe.concurrent('a trainer with nothing but Node', () => {
  it.for<[string, Attempt]>([
    ['training', trains],
    ['conditions', bears],
    ['unknown words', refuses],
    ['stops', stops],
    ['failures', fails],
  ])('gives no false alarm: %s', async ([, attempt], test) => {
    const results = await tryTrainer(test, 'none', attempt)

    expect(results.length).toBeGreaterThan(0)
    expect(failures(results)).toEqual([])
  })
})

describe.concurrent('a trainer is caught that', () => {
  it.for<[string, Attempt, string]>([
    // The one that takes longest begins first.
    ['ignores SIGTERM', stops, 'T57 T58: It went on'],
    ['ends with 1', trains, 'T01: It ended with exit code 1.'],
    ['leaves no model', trains, 'T40: The folder model is empty'],
    ['fails and says 0', trains, 'T40: There is an output/failure after exit code 0'],
    ['writes into its input', trains, 'T32: It changed input/data/train/seen'],
    ['leaves no mark', trains, 'T41: There is no output/success'],
    ['needs a content type', bears, 'T19: '],
    [
      'takes manifests for channels',
      bears,
      'T23: It ended with exit code 1. output/failure says: a channel too many.',
    ],
    ['refuses unknown members', bears, 'T24: '],
    [
      'reads raw text',
      bears,
      'T12: It ended with exit code 1. output/failure says: There is no kind "scale".',
    ],
    ['refuses reserved names', bears, 'T13 T14: '],
    ['needs a distribution', bears, 'T21: '],
    ['needs a resource config', bears, 'T27: '],
    ['keeps the old failure', bears, 'T40: It is still there'],
    ['needs hyperparameters', bears, 'T17: With {} it trained, and without the file not.'],
    ['trains at any word', refuses, 'T03: It trained.'],
    ['ends with 0 at any word', refuses, 'T03: It ended with 0'],
    ['has no handler', stops, 'T57 T58: SIGTERM killed it'],
    ['calls a stop a failure', stops, 'T61: It left one'],
    ['says no reason', fails, 'T42: There is no output/failure'],
    ['says an empty reason', fails, 'T42: There is an empty output/failure'],
    ['says its stack first', fails, 'T42: The first line is "Traceback'],
    ['says too much', fails, 'T42: It has 20'],
  ])('%s', async ([fault, attempt, expected], test) => {
    const found = failures(await tryTrainer(test, fault, attempt))

    expect(found.filter((text) => text.includes(expected))).toHaveLength(1)
  })
})

it('a failure that hides behind exit code 0 leaves nothing to judge', async (test) => {
  const results = await tryTrainer(test, 'hides failures', fails)

  expect(results.map(({ outcome }) => outcome)).toEqual(['skip', 'skip', 'skip'])
})

it('a training without data is too short to be stopped in its midst', async (test) => {
  const bench = await benchWith(test, 'trainer', 'none')
  await stops(bench)

  expect(bench.results.map(({ outcome }) => outcome)).toEqual(['skip', 'skip'])
})

async function tryTrainer(test: Test, fault: string, attempt: Attempt) {
  const bench = await benchWith(test, 'trainer', fault, {
    channels: { train: checkData(test).channel },
    hyperparameters: { factor: '2', kind: 'scale' },
    timeout: 10,
  })
  await attempt(bench)
  return bench.results
}
