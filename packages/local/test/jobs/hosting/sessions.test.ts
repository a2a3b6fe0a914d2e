import { describe, expect, it } from 'vitest'
import { createEndpoint, createModel, invoke, waitForEndpoint } from '../../support/endpoints.ts'
import { type PlatformUnderTest, usePlatform } from '../../support/with-platform.ts'

const opened = usePlatform()
const sessionId = 'x-amzn-sagemaker-session-id'

async function serve(test: PlatformUnderTest): Promise<void> {
  await createModel(test, 'model', test.images.addProgram('keeps-sessions'))
  await createEndpoint(test, [{ ModelName: 'model', InitialInstanceCount: 3 }])
  await waitForEndpoint(test)
}

async function openSession(test: PlatformUnderTest): Promise<string> {
  const { headers } = await invoke(test, { headers: { [sessionId]: 'NEW_SESSION' } })
  const [id = ''] = String(headers['x-amzn-sagemaker-new-session-id']).split(';')
  return id
}

describe('a stateful session', () => {
  it('stays with the instance that has opened it, whatever else is asked', async () => {
    const test = opened()
    await serve(test)
    const ids = [await openSession(test), await openSession(test), await openSession(test)]
    for (let i = 1; i <= 5; i += 1) {
      await invoke(test)
      for (const id of ids)
        expect((await invoke(test, { headers: { [sessionId]: id } })).text).toBe(String(i))
    }
  })

  it('is over when the container says so, and one that nobody knows is for the container to refuse', async () => {
    const test = opened()
    await serve(test)
    const id = await openSession(test)
    const { headers } = await invoke(test, { body: 'close', headers: { [sessionId]: id } })
    expect(headers['x-amzn-sagemaker-closed-session-id']).toBe(id)

    for (const unknown of [id, 'never-opened']) {
      await expect(invoke(test, { headers: { [sessionId]: unknown } })).rejects.toMatchObject({
        code: 'ModelError',
        members: { OriginalStatusCode: 400, OriginalMessage: 'no such session' },
      })
    }
  })

  it('has an id that the API allows', async () => {
    const test = opened()
    await serve(test)
    await expect(invoke(test, { headers: { [sessionId]: '-no' } })).rejects.toMatchObject({
      code: 'ValidationError',
      message: expect.stringContaining("at 'sessionId' failed to satisfy constraint"),
    })
  })
})
