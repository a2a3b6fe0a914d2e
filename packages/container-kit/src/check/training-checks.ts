import { limits } from '../contract/limits.ts'
import type { Bench } from './bench.ts'
import { fail, pass, skip } from './check.ts'
import { describeEnding } from './subject.ts'
import { describeTrialEnd, type Trial, type TrialPlan, train, trained } from './trial.ts'

/** Trains as in AWS's documentation and checks what came of it; returns that training. */
export async function checkTraining(bench: Bench, plan: TrialPlan): Promise<Trial> {
  const part = 'training'
  let first: Trial | undefined
  await bench.check(
    {
      part,
      level: 'required',
      ids: ['T01'],
      title: 'started with the word train, it trains and ends with 0',
    },
    async () => {
      first = await train(bench, plan)
      if (trained(first)) return pass(`It took ${(first.milliseconds / 1000).toFixed(1)} s.`)
      const hint =
        Object.keys(plan.channels).length === 0
          ? ' If it needs data, give --channel NAME=PATH.'
          : ''
      return fail(`${describeTrialEnd(first)}${hint}`)
    },
  )
  // Without an answer there was an error that has nothing to do with training, and the check has told it.
  const trial = first
  if (trial === undefined) throw new Error('The training could not be started.')

  await bench.check(
    { part, level: 'required', ids: ['T40'], title: 'it leaves a model, and no output/failure' },
    () => {
      if (!trained(trial)) return skip('It did not train.')
      if (trial.modelFiles.length === 0)
        return fail(
          'The folder model is empty after exit code 0: the job would be Completed with nothing to host. Write the model there, or exit with another code.',
        )
      if (trial.failure !== undefined)
        return fail(
          'There is an output/failure after exit code 0. Write it only where the job has failed.',
        )
      return pass(`It left ${trial.modelFiles.slice(0, 3).join(', ')}.`)
    },
  )
  await bench.check(
    {
      part,
      level: 'required',
      ids: ['T11'],
      title: 'hyperparameters come as text, whatever they are',
    },
    () => {
      if (Object.keys(bench.options.hyperparameters).length === 0)
        return skip('None was given: --hyperparameter NAME=VALUE.')
      return trained(trial) ? pass('It trained with them.') : skip('It did not train.')
    },
  )
  await bench.check(
    { part, level: 'required', ids: ['T32'], title: 'what is in input stays as it is' },
    () =>
      trial.changedInput === undefined
        ? pass('Every file is what it was.')
        : fail(
            `It changed input/${trial.changedInput}. Input may be read-only: write to /tmp, model or output.`,
          ),
  )
  await bench.check(
    {
      part,
      level: 'recommended',
      ids: ['T41'],
      title: "it leaves output/success, as AWS's toolkit does",
    },
    () => {
      if (!trained(trial)) return skip('It did not train.')
      return trial.hasSuccessFile
        ? pass('It is there.')
        : fail(
            "There is no output/success. Tools around AWS's toolkit look for it: write an empty file at the end.",
          )
    },
  )
  return trial
}

/** Checks that another word than train and serve does nothing. */
export async function checkUnknownWord(bench: Bench, plan: TrialPlan): Promise<void> {
  await bench.check(
    {
      part: 'training',
      level: 'recommended',
      ids: ['T03'],
      title: 'a word other than train and serve is an error, and does nothing',
    },
    async () => {
      const patience = Math.min(bench.options.timeoutMs, 30_000)
      const trial = await train(bench, plan, patience, ['no-such-command'])
      if (trial.ending === undefined) return skip('It was still running after a while.')
      if (trial.modelFiles.length > 0)
        return fail('It trained. Look at the first word, and refuse what it does not know.')
      return trial.ending.code === 0
        ? fail(
            'It ended with 0, so a mistyped command looks like a success. End with another code.',
          )
        : pass(`It ended with ${describeEnding(trial.ending)}.`)
    },
  )
}

/** Checks on the way in which a training fails. */
export async function checkFailures(bench: Bench, plan: TrialPlan, good: Trial): Promise<void> {
  const part = 'training'
  const failed: Trial[] = []
  let reason = ''
  await bench.check(
    {
      part,
      level: 'required',
      ids: ['T42', 'T17'],
      title: 'with no data or broken hyperparameters it ends with a code other than 0',
    },
    async () => {
      if (!trained(good)) failed.push(good)
      else {
        for (const broken of brokenPlans(plan)) {
          const trial = await train(bench, broken)
          if (trial.ending !== undefined && !trained(trial)) failed.push(trial)
        }
      }
      const [one] = failed
      if (one?.ending !== undefined) return pass(`It ended with ${describeEnding(one.ending)}.`)
      const broken = 'a broken hyperparameters.json'
      const without =
        Object.keys(plan.channels).length > 0 ? `no channels, and with ${broken}` : broken
      reason = `It trained with ${without}, so it could not be made to fail.`
      return skip(reason)
    },
  )
  await bench.check(
    { part, level: 'required', ids: ['T42'], title: 'when it fails, output/failure says why' },
    () => {
      if (failed.length === 0) return skip(reason)
      const silent = failed.find(({ failure }) => !failure?.trim())
      return silent === undefined
        ? pass(`It says: ${firstLine(failed[0]?.failure)}`)
        : fail(
            `There is ${silent.failure === undefined ? 'no' : 'an empty'} output/failure after exit code ${silent.ending?.code}. Write the error message there: it becomes the job's FailureReason.`,
          )
    },
  )
  await bench.check(
    {
      part,
      level: 'required',
      ids: ['T42'],
      title: `the reason comes first and fits into ${limits.failureReasonChars} characters`,
    },
    () => {
      const texts = failed.flatMap(({ failure }) => (failure?.trim() ? [failure] : []))
      if (texts.length === 0) return skip('There is no reason to read.')
      const long = texts.find((text) => [...text].length > limits.failureReasonChars)
      if (long !== undefined)
        return fail(
          `It has ${[...long].length} characters, and the job's FailureReason is cut. Write the message, not the whole log.`,
        )
      const stack = texts.find((text) => isStackHead(firstLine(text)))
      return stack === undefined
        ? pass('It does.')
        : fail(
            `The first line is "${firstLine(stack)}". Write the error's message before its stack.`,
          )
    },
  )
}

/** Jobs that most programs cannot do. */
function brokenPlans(plan: TrialPlan): readonly TrialPlan[] {
  const noChannels = { ...plan, channels: {}, inputDataConfig: {} }
  const brokenJson = { ...plan, hyperparameters: '{"target": ' }
  return Object.keys(plan.channels).length > 0 ? [noChannels, brokenJson] : [brokenJson]
}

function firstLine(text: string | undefined): string {
  return text?.trim().split('\n', 1)[0]?.slice(0, 200) ?? ''
}

/** What stands above a message in the stacks of Python and Node, and frames of any. */
function isStackHead(line: string): boolean {
  return /^(Traceback \(most recent call|\s*at \S+.*[(:]|\s*File ".*", line \d|file:\/\/|node:internal|\/.*:\d+$|panic: ?$|goroutine )/.test(
    line,
  )
}
