import { describe, expect, it } from 'vitest'
import { resolveRole } from '../../src/session/role.ts'

const callerAs = (arn: string) => async () => ({ account: '123456789012', arn })
const user = callerAs('arn:aws:iam::123456789012:user/ann')

describe('resolveRole', () => {
  it('takes an ARN as it is, without asking who calls', async () => {
    const arn = 'arn:aws:iam::123456789012:role/service-role/SageMaker'

    await expect(resolveRole(arn, () => Promise.reject(new Error('asked')))).resolves.toBe(arn)
  })

  it("completes a name with the caller's account and partition", async () => {
    const china = callerAs('arn:aws-cn:iam::123456789012:user/ann')

    await expect(resolveRole('Trainer', china)).resolves.toBe(
      'arn:aws-cn:iam::123456789012:role/Trainer',
    )
    await expect(resolveRole('team/Trainer', user)).resolves.toBe(
      'arn:aws:iam::123456789012:role/team/Trainer',
    )
  })

  it("takes the caller's own role when there is no other", async () => {
    const assumed = callerAs('arn:aws:sts::123456789012:assumed-role/Trainer/session')

    await expect(resolveRole(undefined, assumed)).resolves.toBe(
      'arn:aws:iam::123456789012:role/Trainer',
    )
  })

  it("knows the path of SageMaker's own execution roles, which the caller's ARN leaves out", async () => {
    const studio = callerAs(
      'arn:aws:sts::123456789012:assumed-role/AmazonSageMaker-ExecutionRole-20260101T000000/SageMaker',
    )

    await expect(resolveRole(undefined, studio)).resolves.toBe(
      'arn:aws:iam::123456789012:role/service-role/AmazonSageMaker-ExecutionRole-20260101T000000',
    )
  })

  it.each([
    'arn:aws:iam::123456789012:user/ann',
    'arn:aws:iam::123456789012:root',
    'arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Admin_0123/ann',
  ])('says what to do when the caller is %s', async (arn) => {
    await expect(resolveRole(undefined, callerAs(arn))).rejects.toMatchObject({
      code: 'role-missing',
      message: expect.stringContaining('SAGEMAKER_ROLE_ARN'),
    })
  })

  it.each(['arn:aws:iam::123456789012:user/ann', 'arn:aws:iam::1:role/x', 'my role'])(
    'refuses "%s"',
    async (role) => {
      await expect(resolveRole(role, user)).rejects.toMatchObject({ code: 'invalid-option' })
    },
  )
})
