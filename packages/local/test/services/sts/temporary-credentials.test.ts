import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { clientConfig, rawRequest, useLocal } from '../../support/with-local.ts'

const local = useLocal()
const sts = (more: object = {}) => new STSClient({ ...clientConfig(local()), ...more })
const RoleArn = 'arn:aws:iam::210987654321:role/service-role/Trainer'

function toCredentials(given: Awaited<ReturnType<typeof assume>>['Credentials']) {
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  }
}

function assume(input: object = {}) {
  return sts().send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me@home', ...input }))
}

describe('AssumeRole', () => {
  it('gives credentials that stand for the role, in its account', async () => {
    const { AssumedRoleUser, Credentials } = await assume({ DurationSeconds: 900 })
    const caller = sts({ credentials: toCredentials(Credentials) })
    const identity = await caller.send(new GetCallerIdentityCommand({}))

    const arn = 'arn:aws:sts::210987654321:assumed-role/Trainer/me@home'
    expect(AssumedRoleUser?.Arn).toBe(arn)
    expect(identity).toMatchObject({
      Arn: arn,
      Account: '210987654321',
      UserId: AssumedRoleUser?.AssumedRoleId,
    })
    const seconds = ((Credentials?.Expiration?.getTime() ?? 0) - Date.now()) / 1000
    expect(seconds).toBeGreaterThan(600)
    expect(seconds).toBeLessThan(1200)
  })

  it.each([
    [{ RoleArn: undefined }, "Value null at 'roleArn'"],
    [{ RoleSessionName: 'a b' }, "Value 'a b' at 'roleSessionName'"],
    [{ DurationSeconds: 5 }, "Value '5' at 'durationSeconds'"],
    [{ RoleArn: 'arn:aws:iam::1:user/somebody' }, 'is invalid'],
  ])('refuses %j', async (input, text) => {
    await expect(assume(input)).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining(text),
    })
  })
})

describe('GetSessionToken', () => {
  it('gives the caller credentials for a while, and none to those who have such', async () => {
    const { Credentials } = await sts().send(new GetSessionTokenCommand({}))
    const caller = sts({ credentials: toCredentials(Credentials) })

    const [before, after] = await Promise.all(
      [sts(), caller].map((client) => client.send(new GetCallerIdentityCommand({}))),
    )
    expect(after?.Arn).toBe(before?.Arn)
    await expect(caller.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
  })
})

it('refuses a number that is none', async () => {
  const { status, text } = await rawRequest(local().endpoint, {
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Action=GetSessionToken&Version=2011-06-15&DurationSeconds=x',
  })

  expect([status, text.includes('<Code>SerializationException<')]).toEqual([400, true])
})
