import { expect, it } from 'vitest'
import { defineProgram } from '../../../src/index.ts'
import { describeOverBoth } from '../../fixtures/over-both.ts'

/** Answers with the member of the request that the body names. */
const program = defineProgram({
  input: 'text',
  predict: (_model, name, request) => String(Reflect.get(request, name)),
})

describeOverBoth('an invocation', (serve) => {
  it.each([
    ['customAttributes', 'X-Amzn-SageMaker-Custom-Attributes'],
    ['inferenceId', 'X-Amzn-SageMaker-Inference-Id'],
    ['targetModel', 'X-Amzn-SageMaker-Target-Model'],
    ['targetVariant', 'X-Amzn-SageMaker-Target-Variant'],
    ['targetContainerHostname', 'X-Amzn-SageMaker-Target-Container-Hostname'],
    ['inferenceComponent', 'X-Amzn-SageMaker-Inference-Component'],
    ['enableExplanations', 'X-Amzn-SageMaker-Enable-Explanations'],
    ['prefixAwareId', 'X-Amzn-SageMaker-Prefix-Aware-Id'],
  ])('has %s from %s in any case, and only from there [S20]', async (member, header) => {
    const { request } = await serve(program)
    const ask = async (headers: Record<string, string>) =>
      (
        await request('/invocations', {
          body: member,
          headers: { 'content-type': 'text/plain', ...headers },
        })
      ).text

    expect(await ask({ [header]: 'a value' })).toBe('a value')
    expect(await ask({ [header.toUpperCase()]: 'a value' })).toBe('a value')
    expect(await ask({ 'x-amzn-sagemaker-something-new': 'a value' })).toBe('undefined')
  })
})
