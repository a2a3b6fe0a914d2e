import type { LocalSageMaker } from '../start-local.ts'

/** Tells people how to point their AWS clients here. */
export function formatInstructions({ endpoint, env }: LocalSageMaker, colours: boolean): string {
  const bold = (text: string): string => (colours ? `\u001b[1m${text}\u001b[22m` : text)
  const cyan = (text: string): string => (colours ? `\u001b[36m${text}\u001b[39m` : text)
  const exports = Object.entries(env).map(([name, value]) => cyan(`export ${name}=${value}`))
  return `SageMaker is at ${bold(endpoint)}

${bold('AWS CLI, boto3, SageMaker Python SDK, AWS SDKs of any language')}: in their shell

${exports.join('\n')}

${bold('JavaScript')}, without the environment

${cyan(`new SageMakerClient({ endpoint: '${endpoint}', region: '${env.AWS_REGION}', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } })`)}

${bold('boto3')}, without the environment

${cyan(`boto3.client('sagemaker', endpoint_url='${endpoint}', region_name='${env.AWS_REGION}', aws_access_key_id='local', aws_secret_access_key='local')`)}

${bold('Terraform')}, besides the environment

${cyan('provider "aws" { s3_use_path_style = true }')}

${bold('Docker')}

${cyan(`aws ecr get-login-password | docker login --username AWS --password-stdin ${new URL(endpoint).host}`)}

Ctrl-C stops it.
`
}

/** Tells programs the same, in one line. */
export function formatJson({ endpoint, env }: LocalSageMaker): string {
  return `${JSON.stringify({ endpoint, env })}\n`
}
