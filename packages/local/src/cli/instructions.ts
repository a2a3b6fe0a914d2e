import type { LocalSageMaker } from '../start-local.ts'

/** Tells people how to point their AWS clients here. */
export function formatInstructions({ endpoint, env }: LocalSageMaker, colours: boolean): string {
  const bold = (text: string): string => (colours ? `\u001b[1m${text}\u001b[22m` : text)
  const cyan = (text: string): string => (colours ? `\u001b[36m${text}\u001b[39m` : text)
  const exports = Object.entries(env).map(([name, value]) => cyan(`export ${name}=${value}`))
  return `SageMaker is at ${bold(endpoint)}

${bold('AWS CLI, boto3, AWS SDKs of any language')}: in their shell

${exports.join('\n')}

${bold('SageMaker Python SDK')}, generation 2: besides these, a bucket and a role, for which it would ask AWS itself

${cyan("session = sagemaker.Session(default_bucket='my-bucket')")}
${cyan("estimator = Estimator(image, 'arn:aws:iam::000000000000:role/any', sagemaker_session=session, instance_count=1, instance_type='ml.m5.large')")}

${bold('JavaScript')}, without the environment

${cyan(`new SageMakerClient({ endpoint: '${endpoint}', region: '${env.AWS_REGION}', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } })`)}

${bold('boto3')}, without the environment

${cyan(`boto3.client('sagemaker', endpoint_url='${endpoint}', region_name='${env.AWS_REGION}', aws_access_key_id='local', aws_secret_access_key='local')`)}

${bold('Docker')}, without a login

${cyan('aws ecr create-repository --repository-name my-image')}
${cyan(`docker push ${new URL(endpoint).host}/my-image`)}

Ctrl-C stops it.
`
}

/** Tells programs the same, in one line. */
export function formatJson({ endpoint, env }: LocalSageMaker): string {
  return `${JSON.stringify({ endpoint, env })}\n`
}
