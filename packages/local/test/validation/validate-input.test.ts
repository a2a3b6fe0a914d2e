import { describe, expect, it } from 'vitest'
import { compileJavaPattern } from '../../src/validation/java-pattern.ts'
import { serviceModel } from '../../src/validation/service-model.ts'
import { validateHeaders, validateInput } from '../../src/validation/validate-input.ts'

const valid = {
  TrainingJobName: 'job',
  RoleArn: 'arn:aws:iam::000000000000:role/Role',
  OutputDataConfig: { S3OutputPath: 's3://bucket/out' },
}

/** The error for a request that is valid but for these members. */
function errorOf(changes: object, operation = 'CreateTrainingJob'): string {
  try {
    validateInput(operation, { ...valid, ...changes })
    return 'none'
  } catch (error) {
    const { code, message } = error as { code: string; message: string }
    return `${code}: ${message}`
  }
}

describe('validateInput', () => {
  it('refuses names of 64 characters, with _ or a trailing - [G005]', () => {
    expect(errorOf({ TrainingJobName: 'x'.repeat(64) })).toBe(
      `ValidationException: 1 validation error detected: Value '${'x'.repeat(64)}' at 'trainingJobName' failed to satisfy constraint: Member must have length less than or equal to 63`,
    )
    for (const name of ['a_b', 'a-']) {
      expect(errorOf({ TrainingJobName: name })).toBe(
        `ValidationException: 1 validation error detected: Value '${name}' at 'trainingJobName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`,
      )
    }
  })

  it('takes a name with two dashes [G006]', () => {
    expect(errorOf({ TrainingJobName: 'a--b' })).toBe('none')
  })

  it('refuses too many or too long hyperparameters, and too many or no channels [G007]', () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => `k${i}`)
    const channel = (ChannelName: string) => ({
      ChannelName,
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://b/k' } },
    })
    const hyperparameters = Object.fromEntries(many(101).map((name) => [name, '1']))

    expect(errorOf({ HyperParameters: hyperparameters })).toContain(
      "at 'hyperParameters' failed to satisfy constraint: Member must have length less than or equal to 100",
    )
    expect(errorOf({ HyperParameters: { a: 'x'.repeat(2501) } })).toContain(
      "at 'hyperParameters' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 2500, ",
    )
    expect(errorOf({ InputDataConfig: many(21).map(channel) })).toContain(
      "at 'inputDataConfig' failed to satisfy constraint: Member must have length less than or equal to 20",
    )
    expect(errorOf({ InputDataConfig: [] })).toContain(
      "Value '[]' at 'inputDataConfig' failed to satisfy constraint: Member must have length greater than or equal to 1",
    )
  })

  it('refuses a hyperparameter that is not a string [G008]', () => {
    expect(errorOf({ HyperParameters: { degree: 2 } })).toBe(
      "SerializationException: NUMBER_VALUE can not be converted to a String (at 'hyperParameters.degree')",
    )
    expect(errorOf({ HyperParameters: [] })).toBe(
      "SerializationException: Start of list found where not expected (at 'hyperParameters')",
    )
  })

  it('refuses the instance type local, listing those there are [G012]', () => {
    expect(errorOf({ ResourceConfig: { InstanceType: 'local', VolumeSizeInGB: 1 } })).toMatch(
      /^ValidationException: 1 validation error detected: Value 'local' at 'resourceConfig\.instanceType' failed to satisfy constraint: Member must satisfy enum value set: \[ml\.\w.*\]$/,
    )
  })

  it('lists every broken constraint in one error', () => {
    expect(errorOf({ TrainingJobName: null, RoleArn: 'x', InputDataConfig: [{}] })).toBe(
      [
        "ValidationException: 4 validation errors detected: Value null at 'trainingJobName' failed to satisfy constraint: Member must not be null",
        "Value 'x' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20",
        "Value null at 'inputDataConfig.1.member.channelName' failed to satisfy constraint: Member must not be null",
        "Value null at 'inputDataConfig.1.member.dataSource' failed to satisfy constraint: Member must not be null",
      ].join('; '),
    )
  })

  it('leaves out what the model does not know', () => {
    const input = validateInput('DeleteModel', { ModelName: 'm', Extra: 1, __proto__: { a: 1 } })
    expect(input).toEqual({ ModelName: 'm' })
  })

  it('refuses pages of no or too many results', () => {
    expect(errorOf({ MaxResults: 0 }, 'ListTrainingJobs')).toContain(
      "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
    )
    expect(errorOf({ MaxResults: 101 }, 'ListTrainingJobs')).toContain('less than or equal to 100')
    expect(errorOf({ MaxResults: 1.5 }, 'ListTrainingJobs')).toMatch(/^SerializationException/)
  })

  it('refuses inputs that are no structure', () => {
    for (const input of [null, [], 'text', 1]) {
      expect(() => validateInput('DeleteModel', input)).toThrow(
        expect.objectContaining({ code: 'SerializationException' }),
      )
    }
  })
})

describe('validateHeaders', () => {
  it('passes what the model allows, and headers that are no members', () => {
    const headers = { 'content-type': 'text/csv', 'x-amzn-sagemaker-inference-id': 'i', host: 'h' }
    expect(() => validateHeaders('InvokeEndpoint', headers)).not.toThrow()
  })

  it("refuses with SageMaker Runtime's own error", () => {
    const headers = { 'x-amzn-sagemaker-target-variant': 'a_b' }
    expect(() => validateHeaders('InvokeEndpoint', headers)).toThrow(
      expect.objectContaining({ code: 'ValidationError' }),
    )
  })
})

describe("AWS's API model", () => {
  it('knows characters by their Java names, in brackets and outside of them', () => {
    expect(compileJavaPattern('\\p{Print}+').test('my policy')).toBe(true)
    expect(compileJavaPattern('\\p{Print}+').test('two\nlines')).toBe(false)
    expect(compileJavaPattern('\\A\\S[\\p{Print}]*\\z').test('my id')).toBe(true)
    expect(compileJavaPattern('[\\p{Alnum}:]*').test('a1:')).toBe(true)
    expect(compileJavaPattern('[\\p{Alnum}:]*').test('[')).toBe(false)
  })

  it('has patterns that all compile', () => {
    const patterns = Object.values(serviceModel.shapes).flatMap(({ pattern }) => pattern ?? [])
    expect(patterns.length).toBeGreaterThan(50)
    for (const pattern of patterns) expect(compileJavaPattern(pattern)).toBeInstanceOf(RegExp)
  })
})
