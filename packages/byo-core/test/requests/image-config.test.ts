import { describe, expect, it } from 'vitest'
import {
  checkImageConfig,
  formatImageConfig,
  formatTrainingImageConfig,
} from '../../src/requests/image-config.ts'

const repositoryCredentialsProviderArn =
  'arn:aws-cn:lambda:cn-north-1:123456789012:function:login:1'

describe('imageConfig', () => {
  it('takes ECR without and registries in a VPC with a network', () => {
    checkImageConfig({ repositoryAccessMode: 'Platform' }, false)
    checkImageConfig({ repositoryAccessMode: 'Vpc' }, true)
    checkImageConfig({ repositoryAccessMode: 'Vpc', repositoryCredentialsProviderArn }, true)
  })

  it.each([
    [{ repositoryAccessMode: 'Vpc' }, false, 'give the subnets'],
    [{ repositoryAccessMode: 'VPC' as 'Vpc' }, true, 'takes Platform and Vpc'],
    [{ repositoryAccessMode: 'Platform', repositoryCredentialsProviderArn }, true, 'leave it out'],
    [
      { repositoryAccessMode: 'Vpc', repositoryCredentialsProviderArn: 'arn:aws:iam::1:role/r' },
      true,
      'the ARN of a Lambda function',
    ],
  ] as const)('refuses %j with a network: %s', (options, hasVpc, words) => {
    expect(() => checkImageConfig(options, hasVpc)).toThrow(words)
  })

  it('leaves out who gives no credentials', () => {
    expect(formatImageConfig({ repositoryAccessMode: 'Vpc' })).toEqual({
      RepositoryAccessMode: 'Vpc',
    })
    expect(formatTrainingImageConfig({ repositoryAccessMode: 'Vpc' })).toEqual({
      TrainingRepositoryAccessMode: 'Vpc',
    })
  })
})
