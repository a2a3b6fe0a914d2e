import { describe, expect, it } from 'vitest'
import { rawRequest, signedFor, useLocal } from '../../support/with-local.ts'

const local = useLocal()

/** Calls IAM as its clients do. */
function call(form: string, headers: Record<string, string> = {}) {
  return rawRequest(local().endpoint, {
    method: 'POST',
    path: '/',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      authorization: signedFor('iam'),
      ...headers,
    },
    body: form,
  })
}

describe('GetRole', () => {
  it('finds every role, which SageMaker may take on', async () => {
    const { status, text } = await call('Action=GetRole&Version=2010-05-08&RoleName=My-Role')
    const policy = /<AssumeRolePolicyDocument>([^<]*)</.exec(text)?.[1] ?? ''

    expect(status).toBe(200)
    expect(text).toContain('<Arn>arn:aws:iam::000000000000:role/My-Role</Arn>')
    expect(JSON.parse(decodeURIComponent(policy)).Statement[0]).toEqual({
      Effect: 'Allow',
      Principal: { Service: 'sagemaker.amazonaws.com' },
      Action: 'sts:AssumeRole',
    })
  })

  it.each(['', '&RoleName=', '&RoleName=a%20b', `&RoleName=${'x'.repeat(65)}`])(
    'refuses a name that is none: %s',
    async (name) => {
      const { status, text } = await call(`Action=GetRole&Version=2010-05-08${name}`)

      expect([status, text.includes('<Code>ValidationError</Code>')]).toEqual([400, true])
    },
  )
})

describe('GetUser', () => {
  it.each([
    ['', 400, 'ValidationError'],
    ['&UserName=me', 404, 'NoSuchEntity'],
  ])('finds nobody with "%s"', async (name, status, code) => {
    const answer = await call(`Action=GetUser&Version=2010-05-08${name}`)

    expect([answer.status, answer.text.includes(`<Code>${code}<`)]).toEqual([status, true])
  })
})

describe('a form that is not signed', () => {
  const unsigned = { 'content-type': 'application/x-www-form-urlencoded' }
  const send = (body: string) =>
    rawRequest(local().endpoint, { method: 'POST', path: '/', headers: unsigned, body })

  it('is known by its version, or else by its action', async () => {
    const texts = await Promise.all(
      ['Action=GetRole&Version=2010-05-08&RoleName=r', 'Action=GetRole&RoleName=r'].map(send),
    )

    for (const { text } of texts) expect(text).toContain('<RoleName>r</RoleName>')
  })

  it.each([
    'Action=CreateRole&Version=2010-05-08',
    'Action=CreateRole&Version=2011-06-15',
    'Action=CreateRole',
    'Action=constructor',
    'Version=2011-06-15',
    '',
  ])('that asks for nothing that is here, "%s", is answered with its name [G112]', async (form) => {
    const { status, text } = await send(form)

    expect(status).toBe(400)
    expect(text).toContain('<Code>InvalidAction</Code>')
    expect(text).toContain(new URLSearchParams(form).get('Action') ?? '(none)')
  })
})
