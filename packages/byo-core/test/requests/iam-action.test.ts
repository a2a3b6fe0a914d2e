import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SageMaker } from '@aws-sdk/client-sagemaker'
import { expect, it } from 'vitest'
import { iamActionOf } from '../../src/requests/iam-action.ts'

const src = fileURLToPath(new URL('../../src', import.meta.url))

/** Every operation that the sources ask for with `request('…', …)`. */
function operationsInSources(): string[] {
  return readdirSync(src, { recursive: true })
    .filter((file) => String(file).endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(join(src, String(file)), 'utf8').matchAll(/request\(\s*'(\w+)'/g),
    ])
    .map(([, operation = '']) => operation)
}

it('knows the service of every operation that the package asks for', () => {
  const methods = new Set(Object.getOwnPropertyNames(SageMaker.prototype))
  const operations = operationsInSources()

  expect(operations.length).toBeGreaterThan(20)
  for (const operation of operations) {
    const action = iamActionOf(operation)
    const isOfSageMaker = methods.has(operation.charAt(0).toLowerCase() + operation.slice(1))
    const isSageMakers = action === `sagemaker:${operation}` && isOfSageMaker
    const isOther = /^(sts|s3|ecr|logs|application-autoscaling):\w+$/.test(action)
    expect(isSageMakers || isOther || operation.startsWith('InvokeEndpoint'), operation).toBe(true)
  }
})

it("prefers the action that AWS's own words name", () => {
  const message =
    'User: arn:aws:iam::1:user/ann is not authorized to perform: sagemaker:AddTags on resource: arn:aws:x'
  expect(iamActionOf('CreateModel', message)).toBe('sagemaker:AddTags')
  expect(iamActionOf('CreateModel', 'Access Denied')).toBe('sagemaker:CreateModel')
})
