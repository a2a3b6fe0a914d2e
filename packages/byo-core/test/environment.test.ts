import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { readOutputWishes, withoutNodeWarning } from '../src/environment.ts'
import { createSession } from '../src/index.ts'

const nodeWarningSwitch = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'

// The test run itself has it set.
beforeEach(() => vi.stubEnv(nodeWarningSwitch, undefined))

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

it("keeps the SDK's warning about Node versions from users, and the variable for it from the process", async () => {
  const emitWarning = vi.spyOn(process, 'emitWarning')

  const session = await createSession({ region: 'eu-west-1' })
  await Promise.all([session.clients.sts(), session.clients.s3(), session.clients.sageMaker()])
  session.close()

  expect(emitWarning).not.toHaveBeenCalled()
  expect(process.env).not.toHaveProperty(nodeWarningSwitch)
})

it('leaves the variable to those who have set it', () => {
  vi.stubEnv(nodeWarningSwitch, 'false')

  expect(withoutNodeWarning(() => process.env[nodeWarningSwitch])).toBe('false')
  expect(process.env[nodeWarningSwitch]).toBe('false')
})

it('puts the variable away also when making a client fails', () => {
  const fail = () => {
    throw new Error('bad region')
  }

  expect(() => withoutNodeWarning(fail)).toThrow('bad region')
  expect(process.env).not.toHaveProperty(nodeWarningSwitch)
})

it.each([
  [
    { CI: undefined, TERM: 'xterm', NO_COLOR: undefined },
    { live: true, colour: true },
  ],
  [
    { CI: 'false', TERM: undefined, NO_COLOR: '' },
    { live: true, colour: true },
  ],
  [
    { CI: 'true', TERM: 'xterm', NO_COLOR: undefined },
    { live: false, colour: true },
  ],
  [
    { CI: undefined, TERM: 'dumb', NO_COLOR: '1' },
    { live: false, colour: false },
  ],
])('reads how people want progress: %j', (variables, wishes) => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
  expect(readOutputWishes()).toEqual(wishes)
})
