import { GetAccessKeyInfoCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { expect, it } from 'vitest'
import { clientConfig, rawRequest, useLocal } from '../../support/with-local.ts'

const local = useLocal()
const sts = () => new STSClient(clientConfig(local()))

it('says in which account the caller is, in a role of it', async () => {
  const identity = await sts().send(new GetCallerIdentityCommand({}))

  expect(identity.Account).toBe('000000000000')
  expect(identity.Arn).toMatch(/^arn:aws:sts::000000000000:assumed-role\/[^/]+\/[^/]+$/)
})

it('takes a form whose content type names its characters, as boto3 sends it', async () => {
  const { status, text } = await rawRequest(local().endpoint, {
    method: 'POST',
    path: '/',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: 'Action=GetCallerIdentity&Version=2011-06-15',
  })

  expect([status, text.includes('<Account>000000000000</Account>')]).toEqual([200, true])
})

it('names an operation that it lacks', async () => {
  await expect(
    sts().send(new GetAccessKeyInfoCommand({ AccessKeyId: 'ASIAAAAAAAAAAAAAAAAA' })),
  ).rejects.toMatchObject({
    name: 'InvalidAction',
    message: expect.stringContaining('GetAccessKeyInfo'),
  })
})
